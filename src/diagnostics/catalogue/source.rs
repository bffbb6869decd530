//! Rules of the `source` stage: what may lie in the portal's folder (TW01xx, TW0201).

use crate::diagnostics::Diagnostic;
use crate::locale::Text;

/// A content file that is not UTF-8 text.
pub fn not_utf8() -> Diagnostic {
    Diagnostic::error("TW0101", Text::new("berkas ini bukan teks UTF-8", "this file is not UTF-8 text")).hint(
        "simpan ulang berkas dengan pengodean UTF-8 (di Notepad: Simpan Sebagai, Pengodean UTF-8)",
        "save the file again with UTF-8 encoding (in Notepad: Save As, Encoding UTF-8)",
    )
}

/// A file over its limit; sizes in MiB.
pub fn too_large(size: u64, limit: u64) -> Diagnostic {
    const MEBI: u64 = 1024 * 1024;
    let (size, limit) = (size.div_ceil(MEBI), limit / MEBI);
    Diagnostic::error(
        "TW0102",
        Text::new(
            format!("berkas ini {size} MiB; batasnya {limit} MiB"),
            format!("this file is {size} MiB; the limit is {limit} MiB"),
        ),
    )
    .hint(
        "pecah menjadi beberapa berkas, atau jadikan lampiran yang lebih kecil",
        "split it into several files, or make it a smaller attachment",
    )
}

/// A symbolic link whose target lies outside the portal.
pub fn link_leaves_root() -> Diagnostic {
    Diagnostic::error(
        "TW0103",
        Text::new(
            "tautan simbolik ini menunjuk ke luar folder portal",
            "this symbolic link leaves the portal's folder",
        ),
    )
    .hint(
        "salin berkas yang dituju ke dalam folder portal",
        "copy the file it points to into the portal's folder",
    )
}

/// A symbolic link to nothing.
pub fn dangling_link() -> Diagnostic {
    Diagnostic::error(
        "TW0104",
        Text::new(
            "tautan simbolik ini menunjuk ke berkas yang tidak ada",
            "this symbolic link points to a file that is not there",
        ),
    )
    .hint("hapus tautan ini, atau kembalikan berkas yang dituju", "remove the link, or bring back its target")
}

/// A file or folder that the system would not let us read.
pub fn unreadable(reason: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0105",
        Text::new(format!("tidak dapat dibaca: {reason}"), format!("cannot be read: {reason}")),
    )
    .hint("periksa izin berkas dan folder ini", "check the permissions of this file and its folder")
}

/// A FIFO, socket or device.
pub fn not_a_regular_file() -> Diagnostic {
    Diagnostic::error(
        "TW0106",
        Text::new(
            "ini bukan berkas biasa (pipa, soket atau perangkat)",
            "this is not a regular file (a pipe, socket or device)",
        ),
    )
    .hint("pindahkan dari folder portal", "move it out of the portal's folder")
}

/// A file name that is not UTF-8.
pub fn name_not_utf8() -> Diagnostic {
    Diagnostic::error("TW0107", Text::new("nama berkas ini bukan UTF-8", "this file's name is not UTF-8"))
        .hint("ganti namanya dengan huruf biasa", "rename it with plain letters")
}

/// Two names that are one on Windows and macOS.
pub fn names_differ_by_case(other: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0108",
        Text::new(
            format!("nama ini dan `{other}` hanya berbeda huruf besar-kecil"),
            format!("this name and `{other}` differ only by case"),
        ),
    )
    .hint(
        "ganti salah satu nama; di Windows keduanya adalah berkas yang sama",
        "rename one of them; on Windows the two are one file",
    )
}

/// A name that Windows cannot hold, or that does not fit in a URL.
pub fn unportable_name(why: Text) -> Diagnostic {
    Diagnostic::error(
        "TW0109",
        Text::new(
            format!("nama ini tidak dapat dipakai di semua komputer: {}", why.id),
            format!("this name does not work on every computer: {}", why.en),
        ),
    )
    .hint(
        "pakai huruf kecil, angka dan tanda hubung, misalnya `se-netralitas-2024.md`",
        "use lower-case letters, digits and hyphens, for example `se-netralitas-2024.md`",
    )
}

/// A file that nothing uses.
pub fn stray_file() -> Diagnostic {
    Diagnostic::warning(
        "TW0110",
        Text::new("berkas ini tidak dipakai di mana pun", "nothing uses this file"),
    )
    .hint(
        "lampiran harus berada di folder `nama/` di samping `index.md` dan disebut dalam `lampiran`; bila tidak perlu, hapus",
        "an attachment belongs in a folder `name/` beside `index.md`, named under `lampiran`; otherwise remove it",
    )
}

/// A content file in a folder that is no collection.
pub fn unknown_folder(folder: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "TW0111",
        Text::new(
            format!("`{folder}` bukan tempat untuk isi portal"),
            format!("`{folder}` is no place for content"),
        ),
    );
    match nearest {
        Some(near) => diagnostic.hint(format!("maksud Anda `{near}/`?"), format!("did you mean `{near}/`?")),
        None => diagnostic.hint(
            "pindahkan ke salah satu folder jenis isi, misalnya `edaran/2024/` atau `halaman/`",
            "move it to a folder of a content type, for example `edaran/2024/` or `halaman/`",
        ),
    }
}

/// No `content/`.
pub fn no_content() -> Diagnostic {
    Diagnostic::error("TW0112", Text::new("folder `content/` tidak ada", "there is no `content/` folder"))
        .hint(
            "jalankan `terawang init` untuk membuat portal baru, atau beri `--root` folder portal Anda",
            "run `terawang init` to start a portal, or give `--root` your portal's folder",
        )
}

/// A loop of symbolic links, or a folder too deep.
pub fn endless_folder() -> Diagnostic {
    Diagnostic::error(
        "TW0113",
        Text::new(
            "folder ini berputar kembali ke dirinya sendiri, atau terlalu dalam",
            "this folder leads back into itself, or lies too deep",
        ),
    )
    .hint("hapus tautan simbolik yang berputar", "remove the symbolic link that loops")
}

/// A `.md` file without a closed front matter.
pub fn unclosed_front_matter(begun: bool) -> Diagnostic {
    let message = if begun {
        Text::new("front matter tidak ditutup", "the front matter is not closed")
    } else {
        Text::new("berkas ini tidak diawali front matter", "this file does not begin with a front matter")
    };
    Diagnostic::error("TW0201", message).hint(
        "tulis satu baris `+++` sebelum dan sesudah data di awal berkas",
        "write a line `+++` before and after the data at the top of the file",
    )
}
