//! Rules of Markdown bodies and of links (TW04xx).

use crate::diagnostics::Diagnostic;
use crate::locale::Text;
use crate::markdown::Problem;

/// Puts a problem that the Markdown pass found into words.
pub fn markdown(problem: &Problem) -> Diagnostic {
    match problem {
        Problem::RawHtml => Diagnostic::warning(
            "TW0401",
            Text::new("kode HTML di naskah ini dibuang", "HTML in this text was dropped"),
        )
        .hint(
            "tulis dengan Markdown: **tebal**, [tautan](…), daftar dengan `-`",
            "write Markdown: **bold**, [link](…), lists with `-`",
        ),
        Problem::UnsafeLink => Diagnostic::warning(
            "TW0402",
            Text::new(
                "tautan ini tidak aman dan dibuang; teksnya tetap",
                "this link is not safe and was dropped; its text stays",
            ),
        )
        .hint(
            "pakai https://, mailto:, tel:, atau alamat di portal ini; gambar harus berada di portal",
            "use https://, mailto:, tel:, or an address on this portal; pictures must lie in the portal",
        ),
        Problem::TooDeep => Diagnostic::error(
            "TW0403",
            Text::new("naskah ini bersarang terlalu dalam", "this text is nested too deep"),
        )
        .hint("kurangi tingkat kutipan dan daftar", "use fewer levels of quotes and lists"),
        Problem::ImageWithoutText => Diagnostic::warning(
            "TW0406",
            Text::new("gambar ini tidak punya teks pengganti", "this picture has no text alternative"),
        )
        .hint(
            "tulis apa yang tampak: ![Bupati membuka apel netralitas](foto.jpg)",
            "write what it shows: ![The regent opens the roll call](photo.jpg)",
        ),
        Problem::OddLink => Diagnostic::error(
            "TW0404",
            Text::new(
                "tautan ini tidak menunjuk ke catatan atau berkas portal",
                "this link leads to no record or file of the portal",
            ),
        )
        .hint(
            "tulis alamat yang diawali `/`, misalnya /regulasi/uu-20-2023/",
            "write an address that begins with `/`, for example /regulasi/uu-20-2023/",
        ),
    }
}

/// A link to an address that the site does not have.
pub fn broken_link(target: &str, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "TW0404",
        Text::new(
            format!("tidak ada halaman atau berkas `{target}`"),
            format!("there is no page or file `{target}`"),
        ),
    );
    match near {
        Some(near) => diagnostic.hint(format!("maksud Anda `{near}`?"), format!("did you mean `{near}`?")),
        None => {
            diagnostic.hint("perbaiki alamatnya, atau buat halamannya", "mend the address, or write the page")
        }
    }
}

/// A link to a place that the page does not have.
pub fn broken_anchor(page: &str, anchor: &str, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "TW0405",
        Text::new(
            format!("halaman `{page}` tidak punya bagian `#{anchor}`"),
            format!("the page `{page}` has no part `#{anchor}`"),
        ),
    );
    match near {
        Some(near) => diagnostic.hint(format!("maksud Anda `#{near}`?"), format!("did you mean `#{near}`?")),
        None => diagnostic.hint(
            "pakai judul bagian dengan huruf kecil dan tanda hubung",
            "use the heading in lower case with hyphens",
        ),
    }
}
