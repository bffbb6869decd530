//! Rules of reading data: TOML, keys, values, tables (TW0202–TW0218).

use jiff::civil::{Date, Weekday};
use toml::de::DeValue;

use crate::diagnostics::Diagnostic;
use crate::locale::{Lang, Text, weekday_name};

/// Keys named in one message; more would bury the sentence.
const SHOWN: usize = 24;

fn joined(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// What a table with fixed keys looks like.
pub fn expected_table(names: &[&str]) -> Text {
    let keys = joined(names);
    Text::new(format!("tabel {{ … }} dengan kunci {keys}"), format!("a table {{ … }} with the keys {keys}"))
}

/// What a value of a closed vocabulary looks like.
pub fn expected_value(keys: &[&str]) -> Text {
    let keys = joined(keys);
    Text::new(format!("salah satu dari {keys}"), format!("one of {keys}"))
}

/// A TOML syntax error, in words of our own where we have them.
pub fn toml_syntax(parser_message: &str, snippet: &str) -> Diagnostic {
    if parser_message.starts_with("duplicate key") {
        return Diagnostic::error(
            "TW0202",
            Text::new("kunci ini ditulis dua kali", "this key is written twice"),
        )
        .hint("hapus salah satunya", "remove one of them");
    }
    if snippet.len() >= 8
        && snippet.as_bytes()[4..].starts_with(b"-")
        && snippet.is_char_boundary(10.min(snippet.len()))
    {
        let text: String = snippet.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
        if text.len() == 10 {
            return impossible_date(&text);
        }
    }
    let first = parser_message.lines().next().unwrap_or(parser_message);
    let (id, en) = syntax_words(first);
    let diagnostic = Diagnostic::error(
        "TW0202",
        Text::new(format!("penulisan TOML keliru: {id}"), format!("TOML syntax: {}", en.unwrap_or(first))),
    );
    if first.contains("recurs") {
        return diagnostic
            .hint("kurangi tingkat sarang daftar dan tabel", "nest lists and tables less deeply");
    }
    diagnostic.hint(
        "tulis `kunci = nilai`, satu per baris; teks di antara tanda kutip \"…\"",
        "write `key = value`, one a line; texts in quotes \"…\"",
    )
}

/// The parser's message in plain words: Indonesian, and better English where it needs some.
fn syntax_words(message: &str) -> (&'static str, Option<&'static str>) {
    const WORDS: &[(&str, &str)] = &[
        ("missing assignment", "tanda `=` antara kunci dan nilai tidak ada"),
        ("extra assignment", "tanda `=` kelebihan"),
        ("extra `=`", "tanda `=` kelebihan"),
        ("unexpected `=`", "tanda `=` tidak pada tempatnya"),
        ("missing value", "nilai sesudah `=` tidak ada"),
        ("key with no value", "nilai kunci ini tidak ada"),
        ("missing key", "kunci sebelum `=` tidak ada"),
        ("keys cannot be multi-line", "kunci tidak boleh lebih dari satu baris"),
        ("missing comma", "koma antara dua nilai tidak ada"),
        ("extra comma", "koma kelebihan"),
        ("missing opening quote", "tanda kutip pembuka tidak ada"),
        ("invalid basic string", "teks tidak ditutup dengan tanda kutip"),
        ("invalid literal string", "teks tidak ditutup dengan tanda kutip tunggal"),
        ("invalid multi-line", "teks banyak baris tidak ditutup dengan tiga tanda kutip"),
        ("invalid string", "teks tidak ditulis dengan benar"),
        ("string values must be quoted", "teks harus di antara tanda kutip"),
        ("missing escaped value", "garis miring terbalik `\\` harus ditulis `\\\\`"),
        ("too few unicode", "kode huruf sesudah `\\u` kurang panjang"),
        ("unclosed array", "daftar `[` tidak ditutup dengan `]`"),
        ("unclosed inline table", "tabel `{` tidak ditutup dengan `}`"),
        ("unclosed table", "judul tabel `[` tidak ditutup dengan `]`"),
        ("invalid unquoted key", "kunci memuat huruf yang tidak boleh"),
        ("unquoted keys cannot be empty", "kunci tidak boleh kosong"),
        ("invalid key", "kunci tidak ditulis dengan benar"),
        ("invalid date-time", "tanggal tidak ditulis dengan benar; tulis misalnya 2024-10-15"),
        ("unexpected leading zero", "bilangan tidak boleh diawali nol"),
        ("unexpected sign", "bilangan tidak ditulis dengan benar"),
        ("redundant", "bilangan tidak ditulis dengan benar"),
        ("radix", "bilangan tidak ditulis dengan benar"),
        ("integers with a radix", "bilangan tidak ditulis dengan benar"),
        ("`_` may only", "bilangan tidak ditulis dengan benar"),
        ("carriage return", "ganti baris tidak ditulis dengan benar"),
        ("invalid comment", "komentar memuat huruf yang tidak boleh"),
        ("invalid integer", "bilangan tidak ditulis dengan benar"),
        ("invalid float", "bilangan tidak ditulis dengan benar"),
        ("invalid boolean", "tulis `true` atau `false`"),
        ("cannot recurse", "daftar atau tabel bersarang terlalu dalam"),
        ("cannot extend", "kunci ini sudah diisi sebelumnya"),
        ("unexpected", "ada tulisan yang tidak pada tempatnya"),
        ("invalid", "nilai tidak ditulis dengan benar"),
    ];
    let known = WORDS.iter().find(|(start, _)| message.starts_with(start));
    (known.map_or("susunan tidak dikenali", |(_, words)| words), None)
}

/// A key that no one knows, with the nearest that someone does.
pub fn unknown_key(key: &str, near: Option<&str>, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "TW0203",
        Text::new(format!("kunci `{key}` tidak dikenal"), format!("unknown key `{key}`")),
    );
    match near {
        Some(near) => diagnostic.hint(format!("maksud Anda `{near}`?"), format!("did you mean `{near}`?")),
        None => {
            let keys = joined(known);
            diagnostic.hint(format!("kunci yang ada: {keys}"), format!("the keys are {keys}"))
        }
    }
}

/// The code of a required key that is not there.
pub const MISSING_KEY: &str = "TW0204";

/// A required key that is not there.
pub fn missing_key(key: &str, expected: &Text) -> Diagnostic {
    Diagnostic::error(
        MISSING_KEY,
        Text::new(format!("kunci `{key}` wajib diisi"), format!("the key `{key}` is required")),
    )
    .hint(format!("tambahkan `{key} = …`: {}", expected.id), format!("add `{key} = …`: {}", expected.en))
}

/// A value of the wrong type.
pub fn wrong_type(expected: &Text, found: &DeValue<'_>) -> Diagnostic {
    let (id, en) = match found {
        DeValue::String(_) => ("teks", "a text"),
        DeValue::Integer(_) => ("bilangan bulat", "a whole number"),
        DeValue::Float(_) => ("bilangan pecahan", "a decimal number"),
        DeValue::Boolean(_) => ("true/false", "true/false"),
        DeValue::Datetime(_) => ("tanggal", "a date"),
        DeValue::Array(_) => ("daftar", "a list"),
        DeValue::Table(_) => ("tabel", "a table"),
    };
    Diagnostic::error(
        "TW0205",
        Text::new(
            format!("nilai ini {id}, padahal bukan itu yang diminta"),
            format!("this is {en}, which does not fit here"),
        ),
    )
    .hint(format!("tulis {}", expected.id), format!("write {}", expected.en))
}

/// A value outside a closed vocabulary.
pub fn unknown_value(value: &str, known: &[&str]) -> Diagnostic {
    let shown: String = value.chars().take(60).collect();
    let diagnostic = Diagnostic::error(
        "TW0206",
        Text::new(format!("nilai \"{shown}\" tidak dikenal"), format!("unknown value \"{shown}\"")),
    );
    let keys = joined(known);
    match crate::reading::nearest(value, known.iter().copied()) {
        Some(near) => diagnostic.hint(
            format!("maksud Anda \"{near}\"? pilihan: {keys}"),
            format!("did you mean \"{near}\"? the choices are {keys}"),
        ),
        None => diagnostic.hint(format!("pilih salah satu dari {keys}"), format!("choose one of {keys}")),
    }
}

/// A date that the calendar does not have.
pub fn impossible_date(text: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0207",
        Text::new(format!("tanggal {text} tidak ada di kalender"), format!("the calendar has no {text}")),
    )
    .hint("periksa hari dan bulannya", "check the day and the month")
}

/// A date like `2/7/24`, with what it may mean.
pub fn ambiguous_date(text: &str, day_first: Option<Date>, month_first: Option<Date>) -> Diagnostic {
    let readings: Vec<String> =
        [day_first, month_first].into_iter().flatten().map(|date| date.to_string()).collect();
    let message = if readings.len() > 1 {
        Text::new(
            format!("tanggal \"{text}\" dapat dibaca lebih dari satu cara"),
            format!("the date \"{text}\" can be read in more than one way"),
        )
    } else {
        Text::new(
            format!("tanggal \"{text}\" tidak ditulis TAHUN-BULAN-HARI"),
            format!("the date \"{text}\" is not written YEAR-MONTH-DAY"),
        )
    };
    let diagnostic = Diagnostic::error("TW0208", message);
    match &readings[..] {
        [] => diagnostic.hint(
            "tulis sebagai TAHUN-BULAN-HARI, misalnya 2024-10-15",
            "write YEAR-MONTH-DAY, for example 2024-10-15",
        ),
        [one] => diagnostic.hint(format!("tulis {one}"), format!("write {one}")),
        several => diagnostic.hint(
            format!("tulis {} (hari dahulu) atau {} (bulan dahulu)", several[0], several[1]),
            format!("write {} (day first) or {} (month first)", several[0], several[1]),
        ),
    }
}

/// A weekday that is not the date's.
pub fn weekday_mismatch(date: Date, written: Weekday) -> Diagnostic {
    let day = |lang| weekday_name(date.weekday(), lang);
    let said = |lang| weekday_name(written, lang);
    Diagnostic::error(
        "TW0209",
        Text::new(
            format!("{date} hari {}, bukan {}", day(Lang::Id), said(Lang::Id)),
            format!("{date} is a {}, not a {}", day(Lang::En), said(Lang::En)),
        ),
    )
    .hint(
        format!("perbaiki tanggalnya, atau tulis `hari = \"{}\"`", day(Lang::Id).to_lowercase()),
        format!("mend the date, or write `hari = \"{}\"`", day(Lang::Id).to_lowercase()),
    )
}

/// A number that does not fit.
pub fn out_of_range(expected: &Text) -> Diagnostic {
    Diagnostic::error("TW0210", Text::new("bilangan ini di luar batas", "this number is out of range"))
        .hint(format!("tulis {}", expected.id), format!("write {}", expected.en))
}

/// A cell that is neither a number nor a symbol.
pub fn bad_count() -> Diagnostic {
    Diagnostic::error(
        "TW0211",
        Text::new("ini bukan hitungan", "this is not a count"),
    )
    .hint(
        "tulis bilangan bulat tanpa titik (12), \"12 p\" untuk angka sementara, atau simbol \"x\", \"z\", \"c\"",
        "write a whole number without separators (12), \"12 p\" for a provisional one, or a symbol \"x\", \"z\", \"c\"",
    )
}

/// A CSV file whose heading is not the one expected.
pub fn csv_heading(expected: &[&str], separator_hint: bool) -> Diagnostic {
    let columns = expected.join(",");
    let diagnostic = Diagnostic::error(
        "TW0212",
        Text::new("baris judul CSV tidak sesuai", "the heading of the CSV file does not fit"),
    );
    if separator_hint {
        return diagnostic.hint(
            format!("kolom dipisahkan titik koma; simpan ulang dengan koma: `{columns}`"),
            format!("the columns are separated by semicolons; save with commas: `{columns}`"),
        );
    }
    diagnostic
        .hint(format!("tulis baris pertama: `{columns}`"), format!("write as the first line: `{columns}`"))
}

/// A CSV row with too many or too few fields, or broken quotes.
pub fn csv_row(expected: usize) -> Diagnostic {
    Diagnostic::error(
        "TW0212",
        Text::new(
            format!("baris ini tidak punya {expected} kolom"),
            format!("this row does not have {expected} columns"),
        ),
    )
    .hint("periksa koma dan tanda kutip di baris ini", "check the commas and quotes of this row")
}

/// A CSV file with too many rows.
pub fn csv_too_long(limit: usize) -> Diagnostic {
    Diagnostic::error(
        "TW0212",
        Text::new(
            format!("tabel ini lebih dari {limit} baris"),
            format!("this table has more than {limit} rows"),
        ),
    )
    .hint("pecah menjadi beberapa seri", "split it into several series")
}

/// A CSV cell that cannot be read as what its column holds.
pub fn csv_cell(column: &str, expected: &Text) -> Diagnostic {
    Diagnostic::error(
        "TW0212",
        Text::new(
            format!("sel di kolom `{column}` tidak terbaca"),
            format!("the cell in column `{column}` cannot be read"),
        ),
    )
    .hint(format!("tulis {}", expected.id), format!("write {}", expected.en))
}

/// An empty text.
pub fn empty_text() -> Diagnostic {
    Diagnostic::error("TW0213", Text::new("teks ini kosong", "this text is empty"))
        .hint("isi teksnya, atau hapus kuncinya", "fill it in, or remove the key")
}

/// A key that a translation must not carry.
pub fn not_translatable(key: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0214",
        Text::new(
            format!("kunci `{key}` tidak boleh ada di berkas terjemahan"),
            format!("the key `{key}` has no place in a translation"),
        ),
    )
    .hint(
        "hapus dari sini; nilainya diambil dari berkas bahasa Indonesia",
        "remove it here; its value comes from the Indonesian file",
    )
}

/// A number, a date or a number of rows in which a translation is not its original.
pub fn differs_from_original() -> Diagnostic {
    Diagnostic::error(
        "TW0214",
        Text::new("nilai ini berbeda dari naskah aslinya", "this value differs from the original's"),
    )
    .hint(
        "terjemahan hanya menerjemahkan kata: samakan angka, tanggal dan jumlah barisnya",
        "a translation translates words only: make its numbers, dates and rows the original's",
    )
}

/// A translation whose original is not there.
pub fn orphan_translation(original: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0215",
        Text::new("terjemahan ini tidak punya naskah asli", "this translation has no original"),
    )
    .hint(
        format!("buat `{original}` dalam bahasa Indonesia, atau hapus `.en` dari nama berkas ini"),
        format!("write `{original}` in Indonesian, or take `.en` out of this file's name"),
    )
}

/// A link that is not a web link.
pub fn bad_url() -> Diagnostic {
    Diagnostic::error("TW0216", Text::new("ini bukan tautan web", "this is not a web link"))
        .hint("tulis lengkap dengan https://, tanpa spasi", "write it in full with https://, without spaces")
}

/// An old address that is none.
pub fn bad_site_url() -> Diagnostic {
    Diagnostic::error(
        "TW0217",
        Text::new("ini bukan alamat di situs ini", "this is not an address on this site"),
    )
    .hint(
        "tulis alamat yang diawali `/`, huruf, angka dan tanda hubung, misalnya \"/edaran/lama/\"",
        "write an address that begins with `/`, of letters, digits and hyphens, for example \"/edaran/old/\"",
    )
}

/// A file name that leads elsewhere.
pub fn bad_file_path() -> Diagnostic {
    Diagnostic::error(
        "TW0217",
        Text::new(
            "ini bukan nama berkas di folder yang sama",
            "this is not the name of a file in the same folder",
        ),
    )
    .hint(
        "tulis nama berkasnya saja, misalnya \"se.pdf\"",
        "write the name of the file alone, for example \"se.pdf\"",
    )
}

/// The same entry twice in a list.
pub fn duplicate_entry(entry: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0218",
        Text::new(format!("`{entry}` disebut dua kali"), format!("`{entry}` is named twice")),
    )
    .hint("hapus salah satunya", "remove one of them")
}
