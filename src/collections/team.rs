//! Team rosters (`tim/`): posts, duties and to whom a team reports.

use toml::Spanned;
use toml::de::DeValue;

use super::common::Refs;
use super::messages as rule;
use super::{Checks, ContentType, Detail, Entry, Facts, Reference, Role};
use crate::locale::{Lang, Text};
use crate::reading::messages as reading_rule;
use crate::reading::{
    Count, FromToml, Located, Phrase, Reading, RecordRef, Shape, Show, Shown, record, vocabulary,
};

record! {
    /// A team.
    #[derive(Clone)]
    pub struct Team {
        /// Which kind of team.
        "jenis": "jenis tim" => kind: TeamKind,
        /// The year it was formed.
        "tahun": "tahun dibentuk" => year: Option<Located<u64>>,
        /// The election that it belongs to.
        "tahapan": "pemilihan yang terkait" => calendar: Option<RecordRef>,
        /// The rules that it rests on.
        "dasar_hukum": "peraturan yang mendasari" => legal_base: Refs,
        /// To whom it reports: another team, or a post.
        "lapor_ke": "kepada siapa melapor: tim lain atau sebuah jabatan" translated => reports_to: Option<TeamOrPost>,
        /// Its duties.
        "tugas": "tugas menurut daftar" => duties: Vec<Duty>,
        /// Its duties, in its own words.
        "tugas_lain": "tugas dengan kata-kata sendiri" translated => other_duties: Vec<Phrase>,
        /// Its members, by post.
        "anggota": "anggota menurut posisi" translated => members: Vec<Member>,
    }
}

record! {
    /// A member: an office held, not a person, unless the portal shows names.
    #[derive(Clone)]
    pub struct Member {
        /// The post in the team.
        "posisi": "posisi dalam tim" => position: Position,
        /// The office that its holder has in the administration.
        "jabatan": "jabatan pemegangnya di pemerintahan" => office_held: Phrase,
        /// The OPD of that office.
        "opd": "kode OPD jabatan itu" => office: Option<Located<String>>,
        /// How many hold this post.
        "jumlah": "banyaknya pemegang posisi ini" => number: Option<Count>,
        /// The holder's name, only where `site.toml` turns names on.
        "nama": "nama orang; hanya bila `site.toml` menyalakan `[tim] tampilkan_nama = true`" => name: Option<Located<String>>,
    }
}

/// To whom a team reports, or who acts on a case.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub enum TeamOrPost {
    /// Another team of the portal.
    Team(RecordRef),
    /// A post: "Sekretaris Daerah".
    Post(Phrase),
}

impl TeamOrPost {
    /// The team, if it is one.
    pub fn team(&self) -> Option<&RecordRef> {
        match self {
            TeamOrPost::Team(target) => Some(target),
            TeamOrPost::Post(_) => None,
        }
    }
}

impl FromToml for TeamOrPost {
    fn expected() -> Text {
        rule::team_or_post()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        match value.get_ref().as_str() {
            Some(text) if text.starts_with("tim/") => RecordRef::from_toml(value, reading).map(Self::Team),
            _ => Phrase::from_toml(value, reading).map(Self::Post),
        }
    }
}

/// Pages show the whole line up to the top, from the teams that it passes.
impl Show for TeamOrPost {
    fn shape() -> Shape {
        Shape::Hidden
    }

    fn show(&self) -> Shown<'_> {
        Shown::Hidden
    }
}

vocabulary! {
    /// Kinds of teams.
    pub enum TeamKind {
        Standing = "tim_tetap", "Tim tetap", "Standing team";
        AdHoc = "tim_tidak_tetap", "Tim tidak tetap", "Non-standing team";
        OversightGroup = "pokja_pengawasan", "Kelompok kerja pengawasan", "Oversight working group";
        Appraisal = "tim_penilai_kinerja", "Tim penilai kinerja", "Performance appraisal team";
        EthicsCouncil = "majelis_kode_etik", "Majelis kode etik", "Code of ethics council";
        Examination = "tim_pemeriksa", "Tim pemeriksa", "Examination team";
        Neutrality = "tim_netralitas", "Tim netralitas", "Neutrality team";
        TaskForce = "satgas", "Satuan tugas", "Task force";
    }
}

vocabulary! {
    /// Posts in a team.
    pub enum Position {
        Director = "pengarah", "Pengarah", "Steering member";
        Responsible = "penanggung_jawab", "Penanggung jawab", "Person in charge";
        Coordinator = "koordinator", "Koordinator", "Coordinator";
        Chair = "ketua", "Ketua", "Chair";
        ViceChair = "wakil_ketua", "Wakil ketua", "Vice chair";
        Secretary = "sekretaris", "Sekretaris", "Secretary";
        Member = "anggota", "Anggota", "Member";
    }
}

vocabulary! {
    /// Duties of standing and non-standing teams.
    pub enum Duty {
        Guidance = "pembinaan_pengawasan", "Melakukan pembinaan dan pengawasan", "Guide and supervise";
        VulnerableLocations = "identifikasi_lokasi_rawan", "Mengidentifikasi lokasi rawan pelanggaran", "Identify locations at risk of violations";
        EthicsEnforcement = "penegakan_kode_etik", "Menegakkan kode etik", "Enforce the code of ethics";
        OfficePolicy = "perumusan_kebijakan_opd", "Merumuskan kebijakan di perangkat daerah", "Draw up policy in the offices";
        Evaluation = "monev_netralitas", "Memantau dan mengevaluasi netralitas", "Monitor and evaluate neutrality";
        ReportToSecretary = "lapor_ke_sekda", "Melaporkan kepada Sekretaris Daerah", "Report to the Regional Secretary";
        Commitment = "wujudkan_komitmen_asn", "Mewujudkan komitmen netralitas ASN", "Bring about the commitment to neutrality";
        SuperviseUnits = "awasi_opd_unit_kerja", "Mengawasi perangkat daerah dan unit kerja", "Supervise offices and work units";
        RecommendPenalties = "rekomendasi_hukuman_disiplin", "Merekomendasikan hukuman disiplin", "Recommend disciplinary penalties";
        ReportToStandingTeam = "lapor_ke_tim_tetap", "Melaporkan kepada tim tetap", "Report to the standing team";
        AdviseOnViolations = "pertimbangan_pelanggaran", "Memberi pertimbangan atas pelanggaran", "Advise on violations";
    }
}

impl ContentType for Team {
    fn facts(&self) -> Facts<'_> {
        let date = self
            .year
            .as_ref()
            .and_then(|year| i16::try_from(year.value).ok())
            .and_then(|year| jiff::civil::Date::new(year, 1, 1).ok());
        Facts { date, facet: Some((self.kind.key(), self.kind.label())), number: None }
    }

    fn references(&self) -> Vec<Reference<'_>> {
        let base = self.legal_base.iter().map(|target| Reference { target, role: Role::LegalBase });
        let calendar = self.calendar.iter().map(|target| Reference { target, role: Role::Calendar });
        let superior = self.reports_to.as_ref().and_then(TeamOrPost::team);
        let superior = superior.map(|target| Reference { target, role: Role::ReportsTo });
        base.chain(calendar).chain(superior).collect()
    }

    fn check(&self, entry: &Entry, checks: &mut Checks<'_>) {
        // The circles of teams are looked for in the originals alone.
        let translated = entry.version(Lang::En);
        if let (Some(TeamOrPost::Team(own)), Detail::Team(translation)) =
            (&self.reports_to, &translated.detail)
            && let Some(TeamOrPost::Team(other)) = &translation.reports_to
            && other.id != own.id
        {
            checks.found(reading_rule::differs_from_original().at(&translated.file, other.range.clone()));
        }
        let hides_names = !checks.config().show_names;
        // The names must not reach a log, either.
        let secret = hides_names.then(|| entry.file.secret());
        for member in &self.members {
            if let Some(office) = &member.office {
                checks.office(entry, office, office.range.clone());
            }
            if let (Some(name), Some(secret)) = (&member.name, &secret) {
                checks.found(rule::names_are_off().at(secret, name.range.clone()));
            }
        }
    }
}
