//! Pictures and films, valid and broken. Files made by other programs are in `tests/data/attachments/`.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use super::*;

const ALL: [(Format, &str); 4] = [
    (Format::Jpeg, "exiftool-photo.jpg"),
    (Format::Png, "exiftool-picture.png"),
    (Format::Webp, "exiftool-picture.webp"),
    (Format::Mp4, "exiftool-film.mp4"),
];

fn made(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/attachments").join(name)).unwrap()
}

#[test]
fn what_is_clean_stays_as_it_is() {
    for (format, name) in ALL {
        let clean = super::clean(format, &made(name)).unwrap();
        assert!(super::clean(format, &clean).unwrap() == clean, "{name}");
    }
}

#[test]
fn a_file_that_breaks_off_anywhere_is_refused_or_whole_without_its_end() {
    for (format, name) in ALL {
        let bytes = made(name);
        let whole = super::clean(format, &bytes).unwrap();
        for length in 0..bytes.len() {
            let is_right = match super::clean(format, &bytes[..length]) {
                Err(unclean) => unclean == Unclean::Broken,
                // The truncated part would be removed anyway. A film is only ever cut between boxes.
                Ok(clean) => {
                    if format == Format::Mp4 {
                        clean.len() == length
                    } else {
                        clean == whole
                    }
                }
            };
            assert!(is_right, "{name} {length}");
        }
    }
}

#[test]
fn no_byte_changed_makes_it_panic() {
    for (format, name) in ALL {
        let bytes = made(name);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0xff;
            let _ = super::clean(format, &changed);
        }
    }
}

#[test]
fn which_way_is_up_is_kept_and_nothing_else() {
    let orientation = |tiff: &[u8]| tiff[19];
    let jpeg = super::clean(Format::Jpeg, &made("exiftool-photo.jpg")).unwrap();
    let at = memchr::memmem::find(&jpeg, exif::MARK).unwrap();
    // The segment holds 26 bytes of TIFF, and its neighbours are not metadata.
    assert_eq!((jpeg[at - 2..at].to_vec(), orientation(&jpeg[at + 6..])), (vec![0, 34], 6));
    assert!(jpeg.ends_with(&[0xff, 0xd9]) && memchr::memmem::find(&jpeg, b"NIP").is_none());
    let png = super::clean(Format::Png, &made("exiftool-picture.png")).unwrap();
    let at = memchr::memmem::find(&png, b"eXIf").unwrap();
    assert_eq!((png[at - 4..at].to_vec(), orientation(&png[at + 4..])), (vec![0, 0, 0, 26], 3));
    let webp = super::clean(Format::Webp, &made("exiftool-picture.webp")).unwrap();
    let at = memchr::memmem::find(&webp, b"EXIF").unwrap();
    assert_eq!((webp[at + 4], orientation(&webp[at + 8..])), (26, 8));
}

#[test]
fn an_upright_picture_keeps_no_exif_at_all() {
    let upright = b"\xff\xd8\xff\xe1\x00\x22Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0\xff\xda\x00\x02x\xff\xd9";
    assert_eq!(super::clean(Format::Jpeg, upright).unwrap(), b"\xff\xd8\xff\xda\x00\x02x\xff\xd9");
}

#[test]
fn jpeg_keeps_its_colours_and_loses_its_preview() {
    let parts: [&[u8]; 8] = [
        b"\xff\xd8",
        b"\xff\xe0\x00\x13JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc",
        b"\xff\xe2\x00\x12ICC_PROFILE\0\x01\x01xy",
        b"\xff\xfe\x00\x05NIP",
        b"\xff\xee\x00\x0eAdobe\0d\0\0\0\0\x01",
        // Fill bytes before a marker; a restart marker within a scan; a second scan.
        b"\xff\xff\xff\xda\x00\x02\xff\x00a\xff\xd0b",
        b"\xff\xc4\x00\x02\xff\xda\x00\x02c",
        b"\xff\xd9 NIP",
    ];
    let clean: [&[u8]; 6] = [
        b"\xff\xd8",
        b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
        b"\xff\xe2\x00\x12ICC_PROFILE\0\x01\x01xy",
        b"\xff\xee\x00\x0eAdobe\0d\0\0\0\0\x01",
        b"\xff\xda\x00\x02\xff\x00a\xff\xd0b",
        b"\xff\xc4\x00\x02\xff\xda\x00\x02c\xff\xd9",
    ];
    assert_eq!(super::clean(Format::Jpeg, &parts.concat()).unwrap(), clean.concat());
}

#[test]
fn jpeg_without_a_picture_is_broken() {
    for bytes in [
        &b"\xff\xd8\xff\xd9"[..],
        b"\xff\xd8\xff\xe0\x00\x01",
        b"\xff\xd8\xff\xe0\xff\xff",
        b"\xff\xd8\x00\xda\x00\x02x\xff\xd9",
        b"\xff\xd8\xff\xda\x00\x02 no end",
        b"\xff\xd8\xff\xd8\xff\xd9",
        b"GIF89a",
    ] {
        assert_eq!(super::clean(Format::Jpeg, bytes), Err(Unclean::Broken), "{bytes:?}");
    }
}

#[test]
fn png_with_a_chunk_that_must_be_understood_and_is_not_is_broken() {
    let chunk = |name: &[u8], body: &[u8]| [&(body.len() as u32).to_be_bytes(), name, body, &[0; 4]].concat();
    let file = |chunks: &[Vec<u8>]| [png::SIGNATURE, &chunks.concat()].concat();
    let head = chunk(b"IHDR", &[0; 13]);
    let (data, end) = (chunk(b"IDAT", b"x"), chunk(b"IEND", b""));
    let whole = file(&[head.clone(), data.clone(), end.clone()]);
    assert_eq!(super::clean(Format::Png, &whole).unwrap(), whole);
    let noted = file(&[head.clone(), chunk(b"prVt", b"NIP"), data.clone(), end.clone(), b"NIP".to_vec()]);
    assert_eq!(super::clean(Format::Png, &noted).unwrap(), whole);
    for broken in [
        file(&[head.clone(), chunk(b"XXXX", b""), data.clone(), end.clone()]),
        file(&[data.clone(), head.clone(), end.clone()]),
        file(&[head.clone(), head.clone(), data.clone(), end]),
        file(&[head, data]),
    ] {
        assert_eq!(super::clean(Format::Png, &broken), Err(Unclean::Broken));
    }
}

fn mp4_box(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32 + 8).to_be_bytes(), &name[..], body].concat()
}

#[test]
fn a_film_keeps_its_length_and_loses_what_it_says() {
    let track = |kind: &[u8]| {
        let handler = mp4_box(b"hdlr", &[&[0; 8], kind, &[0; 12]].concat());
        mp4_box(
            b"trak",
            &[
                mp4_box(b"tkhd", b"\0\0\0\x03NIP1NIP2rest"),
                mp4_box(b"mdia", &handler),
                mp4_box(b"udta", b"NIP"),
            ]
            .concat(),
        )
    };
    let film = |kind: &[u8]| {
        let inside =
            [mp4_box(b"mvhd", b"\x01\0\0\0NIP1NIP2NIP3NIP4rest"), track(kind), mp4_box(b"meta", b"NIP")]
                .concat();
        [
            mp4_box(b"ftyp", b"isom"),
            mp4_box(b"moov", &inside),
            mp4_box(b"uuid", b"NIP"),
            mp4_box(b"mdat", b"x"),
        ]
        .concat()
    };
    let clean = super::clean(Format::Mp4, &film(b"vide")).unwrap();
    assert_eq!(clean.len(), film(b"vide").len());
    assert!(memchr::memmem::find(&clean, b"NIP").is_none());
    assert_eq!(memchr::memmem::find_iter(&clean, b"free").count(), 3);
    assert_eq!(memchr::memmem::find_iter(&clean, b"\0\0\0\0rest").count(), 2);
    // Tracks that phones and cameras add.
    for kind in [b"meta", b"gpmd", b"camm"] {
        assert_eq!(super::clean(Format::Mp4, &film(kind)), Err(Unclean::DataTrack));
    }
    assert_eq!(super::clean(Format::Mp4, &mp4_box(b"ftyp", b"isom")), Err(Unclean::Broken));
    assert_eq!(super::clean(Format::Mp4, b"\0\0\0\x04ftyp"), Err(Unclean::Broken));
    assert_eq!(
        super::clean(Format::Mp4, b"\0\0\0\x01ftyp\xff\xff\xff\xff\xff\xff\xff\xff"),
        Err(Unclean::Broken)
    );
}

/// Why a picture of this format is refused; `None` if it is not.
fn refused(format: Format, bytes: &[u8]) -> Option<Unclean> {
    super::clean(format, bytes).err()
}

#[test]
fn a_picture_that_is_too_large_once_opened_is_refused() {
    let too_large = |width, height| Some(Unclean::TooManyPixels { width, height });
    let png = |width: u32, height: u32, frame: (u32, u32)| {
        let chunk =
            |name: &[u8], body: &[u8]| [&(body.len() as u32).to_be_bytes(), name, body, &[0; 4]].concat();
        let sides = |(width, height): (u32, u32)| [width.to_be_bytes(), height.to_be_bytes()].concat();
        let head = [sides((width, height)), vec![8, 2, 0, 0, 0]].concat();
        let control = [vec![0; 4], sides(frame), vec![0; 14]].concat();
        let chunks =
            [chunk(b"IHDR", &head), chunk(b"fcTL", &control), chunk(b"IDAT", b"x"), chunk(b"IEND", b"")];
        [png::SIGNATURE, &chunks.concat()].concat()
    };
    assert_eq!(refused(Format::Png, &png(8_192, 8_192, (1, 1))), None);
    assert_eq!(refused(Format::Png, &png(8_192, 8_193, (1, 1))), too_large(8_192, 8_193));
    assert_eq!(refused(Format::Png, &png(40_000, 40_000, (1, 1))), too_large(40_000, 40_000));
    assert_eq!(refused(Format::Png, &png(20_001, 1, (1, 1))), too_large(20_001, 1));
    assert_eq!(refused(Format::Png, &png(1, 1, (u32::MAX, u32::MAX))), too_large(u32::MAX, u32::MAX));

    let jpeg = |marker: u8, height: u16, lines: u16| {
        let frame =
            [&[0xff, marker, 0, 11, 8][..], &height.to_be_bytes(), b"\x9c\x40\x01\x01\x11\0"].concat();
        let lines = [&[0xff, 0xdc, 0, 4][..], &lines.to_be_bytes()].concat();
        [b"\xff\xd8", &frame[..], b"\xff\xda\x00\x02x", &lines, b"\xff\xd9"].concat()
    };
    for marker in [0xc0, 0xc1, 0xc2, 0xc9] {
        assert_eq!(refused(Format::Jpeg, &jpeg(marker, 40_000, 1)), too_large(40_000, 40_000));
    }
    // A segment of Huffman tables is not a frame header.
    assert_eq!(refused(Format::Jpeg, &jpeg(0xc4, 40_000, 1)), None);

    let webp =
        |chunks: &[u8]| [&b"RIFF"[..], &(chunks.len() as u32 + 4).to_le_bytes(), b"WEBP", chunks].concat();
    let chunk = |name: &[u8; 4], body: &[u8]| {
        [&name[..], &(body.len() as u32).to_le_bytes(), body, &[0][..body.len() % 2]].concat()
    };
    let lossy = |width: u16, height: u16| {
        chunk(b"VP8 ", &[&b"\0\0\0\x9d\x01\x2a"[..], &width.to_le_bytes(), &height.to_le_bytes()].concat())
    };
    let lossless = |width: u32, height: u32| {
        chunk(b"VP8L", &[&[0x2f][..], &((width - 1) | (height - 1) << 14).to_le_bytes()].concat())
    };
    assert_eq!(refused(Format::Webp, &webp(&lossy(8_192, 8_192))), None);
    assert_eq!(refused(Format::Webp, &webp(&lossy(16_383, 16_383))), too_large(16_383, 16_383));
    assert_eq!(refused(Format::Webp, &webp(&lossless(8_192, 8_192))), None);
    assert_eq!(refused(Format::Webp, &webp(&lossless(16_384, 16_384))), too_large(16_384, 16_384));
    let canvas = chunk(b"VP8X", b"\0\0\0\0\xff\xff\xff\xff\xff\xff");
    assert_eq!(refused(Format::Webp, &webp(&[canvas, lossy(1, 1)].concat())), too_large(1 << 24, 1 << 24));
    let frame = [&b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"[..], &lossless(16_384, 16_384)].concat();
    assert_eq!(refused(Format::Webp, &webp(&chunk(b"ANMF", &frame))), too_large(16_384, 16_384));

    let film = |width: u16, height: u16| {
        let mut head = vec![0; 84];
        head[76..78].copy_from_slice(&width.to_be_bytes());
        head[80..82].copy_from_slice(&height.to_be_bytes());
        mp4_box(b"moov", &mp4_box(b"trak", &mp4_box(b"tkhd", &head)))
    };
    assert_eq!(refused(Format::Mp4, &film(7_680, 4_320)), None);
    assert_eq!(refused(Format::Mp4, &film(40_000, 40_000)), too_large(40_000, 40_000));
}
