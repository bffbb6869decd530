//! Pictures and films, whole and broken. Those of other programs: `tests/data/attachments/`.

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
                // What was cut off would have gone anyway; a film is only ever cut between boxes.
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
    // The segment holds 26 bytes of TIFF, and none of its neighbours are notes.
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
        // Any number of 0xff before a marker; a restart within a scan; a scan behind a scan.
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
    // The tracks that telephones and cameras add.
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
