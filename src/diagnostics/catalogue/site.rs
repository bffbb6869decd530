//! Rules of the site as a whole: settings, themes, addresses (TW05xx, TW07xx).

use crate::diagnostics::Diagnostic;
use crate::locale::Text;

/// A template that failed on a page.
pub fn template_failed(template: &str, page: &str, reason: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0501",
        Text::new(
            format!("templat `{template}` gagal di halaman `{page}`: {reason}"),
            format!("the template `{template}` failed on the page `{page}`: {reason}"),
        ),
    )
    .hint(
        "perbaiki templatnya; `docs/theme.md` mendaftar semua variabel",
        "mend the template; `docs/theme.md` lists every variable",
    )
}

/// A template that a page needs and the theme does not have.
pub fn template_missing(template: &str, page: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0501",
        Text::new(
            format!("templat `{template}` tidak ada, padahal halaman `{page}` memerlukannya"),
            format!("there is no template `{template}`, but the page `{page}` needs it"),
        ),
    )
    .hint(
        format!("buat `templates/{template}` di tema Anda, atau hapus tema itu agar tema bawaan dipakai"),
        format!(
            "add `templates/{template}` to your theme, or remove the theme so that the built-in one is used"
        ),
    )
}

/// A theme that is nowhere.
pub fn no_theme(name: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0502",
        Text::new(format!("tema `{name}` tidak ada"), format!("there is no theme `{name}`")),
    )
    .hint(
        format!("buat folder `themes/{name}/`, atau tulis `tema = \"terang\"`"),
        format!("make a folder `themes/{name}/`, or write `tema = \"terang\"`"),
    )
}

/// A template or a labels file that cannot be read.
pub fn theme_syntax(file: &str, reason: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0503",
        Text::new(
            format!("berkas tema `{file}` keliru: {reason}"),
            format!("the theme file `{file}` is wrong: {reason}"),
        ),
    )
    .hint(
        "bandingkan dengan berkas yang sama di tema `terang`",
        "compare it with the same file of the theme `terang`",
    )
}

/// Two outputs for one address.
pub fn two_for_one_url(url: &str, first: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0504",
        Text::new(
            format!("alamat `{url}` sudah dipakai oleh `{first}`"),
            format!("the address `{url}` is already taken by `{first}`"),
        ),
    )
    .hint(
        "ganti nama salah satu berkas, atau hapus `alihan` yang sama",
        "rename one of the files, or remove the redirect",
    )
}

/// A file at an address that the site itself needs, for a list or a fixed file.
pub fn address_of_the_site(url: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0504",
        Text::new(
            format!("alamat `{url}` dipakai situs ini sendiri, untuk daftar atau berkas tetap"),
            format!("the site itself uses the address `{url}`, for a list or a fixed file"),
        ),
    )
    .hint("beri berkas ini nama lain, atau ganti `alihan`-nya", "rename this file, or change its redirect")
}

/// An address below one that is a file.
pub fn address_below_a_file(url: &str, taken: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0504",
        Text::new(
            format!("alamat `{url}` perlu folder, padahal `{taken}` adalah berkas"),
            format!("the address `{url}` needs a folder where `{taken}` is a file"),
        ),
    )
    .hint("beri salah satunya nama lain", "give one of them another name")
}

/// An address that was published and is gone.
pub fn url_vanished(url: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0505",
        Text::new(
            format!("alamat `{url}` pernah terbit dan sekarang hilang"),
            format!("the address `{url}` was published and is gone now"),
        ),
    )
    .hint(
        format!(
            "tulis `alihan = [\"{url}\"]` di halaman penggantinya, atau tarik catatannya dengan `ditarik`"
        ),
        format!(
            "write `alihan = [\"{url}\"]` in the page that replaces it, or withdraw the record with `ditarik`"
        ),
    )
}

/// A template that writes without end.
pub fn template_ran_away(template: &str, page: &str, limit_mib: usize) -> Diagnostic {
    Diagnostic::error(
        "TW0506",
        Text::new(
            format!("templat `{template}` menulis lebih dari {limit_mib} MiB di halaman `{page}`"),
            format!("the template `{template}` wrote more than {limit_mib} MiB on the page `{page}`"),
        ),
    )
    .hint("periksa perulangan di templat itu", "check the loops of that template")
}

/// No home page.
pub fn no_home_page() -> Diagnostic {
    Diagnostic::error("TW0507", Text::new("portal ini tidak punya beranda", "this portal has no home page"))
        .hint(
            "tulis `content/beranda.md`; bila ada, periksa apakah ia draf atau belum terbit",
            "write `content/beranda.md`; if there is one, see whether it is a draft or not published yet",
        )
}

/// Redirects that lead back to where they began; `path` begins and ends with the same address.
pub fn redirect_circle(path: &[&str]) -> Diagnostic {
    let path = path.join(" → ");
    Diagnostic::error(
        "TW0508",
        Text::new(format!("alihan berputar: {path}"), format!("redirects run in a circle: {path}")),
    )
    .hint(
        "tulis pada `ke` alamat halaman yang ada, atau hapus salah satu alihan ini",
        "let `ke` be the address of a page that exists, or remove one of these redirects",
    )
}

/// A redirect to an address that is redirected to `end`.
pub fn redirect_chain(to: &str, end: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0508",
        Text::new(
            format!("alamat `{to}` sendiri dialihkan lagi"),
            format!("the address `{to}` is itself redirected"),
        ),
    )
    .hint(format!("tulis `ke = \"{end}\"`"), format!("write `ke = \"{end}\"`"))
}

/// A template that does not end, or that takes too much memory.
pub fn template_stuck(template: &str, page: &str, reason: &Text) -> Diagnostic {
    Diagnostic::error(
        "TW0506",
        Text::new(
            format!("templat `{template}` {} di halaman `{page}`, jadi program dihentikan", reason.id),
            format!(
                "the template `{template}` {} on the page `{page}`, so the program was stopped",
                reason.en
            ),
        ),
    )
    .hint(
        "periksa perulangan di templat itu; situs yang sudah terbit tidak berubah",
        "check the loops of that template; the published site is unchanged",
    )
}

/// No `site.toml`.
pub fn no_site_file() -> Diagnostic {
    Diagnostic::error("TW0701", Text::new("berkas `site.toml` tidak ada", "there is no `site.toml`")).hint(
        "jalankan `terawang init` untuk membuat portal baru, atau beri `--root` folder portal Anda",
        "run `terawang init` to start a portal, or give `--root` your portal's folder",
    )
}

/// A portal address that is none.
pub fn bad_portal_address() -> Diagnostic {
    Diagnostic::error(
        "TW0702",
        Text::new("alamat portal ini tidak lengkap", "this portal address is not complete"),
    )
    .hint(
        "tulis misalnya \"https://netralitas.contoh.go.id\", tanpa garis miring penutup",
        "write for example \"https://netralitas.contoh.go.id\", without a closing slash",
    )
}
