//! Circulars and other official documents (`edaran/`), and the legal base (`regulasi/`).
//!
//! A relation is stored on the newer document; what it does to the older one is derived here.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::common::{AttachmentKeys, Authority, DayName};
use super::law::{self, Law};
use super::messages as rule;
use super::sanction::{Outcome, Penalty, PenaltyLevel};
use super::{Checks, ContentType, Entry, Facts, Reference, Role};
use crate::locale::Text;
use crate::reading::{Located, Phrase, RecordRef, Reported, WebUrl, record, vocabulary};

record! {
    /// An official document: issued or received, or a regulation that the portal rests on.
    #[derive(Clone)]
    pub struct Document {
        /// What kind of document it is.
        "jenis": "jenis dokumen" => kind: DocumentKind,
        /// What a document of another kind is called.
        "nama_jenis": "nama jenisnya, bila `jenis = \"lainnya\"`" translated => kind_name: Option<Phrase>,
        /// The letter's number, as written.
        "nomor": "nomor surat apa adanya" => number: Option<Reported<Located<String>>>,
        /// The short name that people cite: `UU 20/2023`.
        "singkatan": "nama pendek yang dikutip, misalnya `\"UU 20/2023\"`" => short_name: Option<String>,
        /// The day it was signed.
        "tanggal": "tanggal ditetapkan; tanpa tanggal, tidak masuk daftar menurut tahun" => date: Option<Reported<Located<Date>>>,
        /// The weekday given with the date; checked.
        "hari": "nama hari; dicocokkan dengan `tanggal`" => weekday: Option<Located<DayName>>,
        /// Who issued it.
        "penerbit": "siapa yang menetapkan" => issuer: String,
        /// Issued by the portal's institution, or received.
        "arah": "diterbitkan sendiri (bawaan) atau diterima" => direction: Option<Direction>,
        /// The day a received document arrived.
        "tanggal_diterima": "tanggal surat masuk, untuk dokumen yang diterima" => received_on: Option<Date>,
        /// Whom it addresses.
        "ditujukan": "kepada siapa" translated => addressees: Vec<Phrase>,
        /// First day in force.
        "berlaku_dari": "hari pertama berlaku" => in_force_from: Option<Date>,
        /// Last day in force.
        "berlaku_sampai": "hari terakhir berlaku" => in_force_until: Option<Located<Date>>,
        /// The status, where relations and dates do not already say it.
        "status": "status; biasanya diturunkan dari hubungan dan tanggal" => status: Option<Located<DocumentStatus>>,
        /// What this document does to others.
        "hubungan": "hubungan dengan dokumen lain; ditulis pada dokumen yang lebih baru" => relations: Vec<Relation>,
        /// Articles that concern neutrality.
        "pasal": "pasal yang menyangkut netralitas" translated => articles: Vec<Article>,
        /// Which violation may draw which penalty, as this regulation has it.
        "ancaman": "pelanggaran dan hukumannya menurut peraturan ini; butuh `sumber`" => penalties: Vec<PenaltyRule>,
        /// Where the official text is.
        "tautan": "alamat naskah resmi" => url: Option<WebUrl>,
        /// The election that it belongs to.
        "tahapan": "pemilihan yang terkait" => calendar: Option<RecordRef>,
        /// Files published with it.
        "lampiran": "berkas untuk diunduh: PDF, JPEG, PNG, WebP, MP4, TXT atau VTT" => attachments: Vec<AttachmentKeys>,
    }
}

record! {
    /// One document's relation to another, stored on the newer.
    #[derive(Clone)]
    pub struct Relation {
        /// What this document does to the other.
        "jenis": "apa yang dilakukan dokumen ini terhadap dokumen itu" => kind: RelationKind,
        /// The other document.
        "dokumen": "dokumen yang dimaksud" => target: RecordRef,
        /// Whether only a part is revoked.
        "sebagian": "`true` bila hanya sebagian" => partly: Option<bool>,
        /// When it takes effect, if not on this document's own date.
        "tanggal": "mulai kapan, bila bukan tanggal dokumen ini" => date: Option<Date>,
        /// A remark for readers.
        "catatan": "keterangan untuk pembaca" => note: Option<Phrase>,
    }
}

record! {
    /// An article of a regulation, in the regulation's words or a summary.
    #[derive(Clone)]
    pub struct Article {
        /// `Pasal 9 ayat (2)`.
        "nomor": "nomor pasal, misalnya `\"Pasal 9 ayat (2)\"`" => number: String,
        /// What it says.
        "isi": "bunyi atau ringkasannya" => text: Phrase,
    }
}

record! {
    /// One line of a regulation's table of violations and penalties. It warns, it never decides:
    /// published copies of the joint decree's annex differ.
    #[derive(Clone)]
    pub struct PenaltyRule {
        /// The violation; absent where the penalty is for any.
        "pelanggaran": "pelanggarannya; tanpa kunci ini, setiap pelanggaran netralitas" => violation: Option<Violation>,
        /// The branch of law that it falls under.
        "kategori": "ranah sanksi" => category: ViolationCategory,
        /// The level of the penalty, in discipline and ethics.
        "tingkat": "tingkat hukuman, bila ada" => level: Option<Located<PenaltyLevel>>,
        /// The penalties of that level that come into question.
        "hukuman": "jenis hukuman yang mungkin" => penalties: Vec<Located<Penalty>>,
        /// Who imposes it.
        "penetap": "siapa yang menjatuhkan, bila dilaporkan" => authority: Option<Located<Authority>>,
        /// The article that says so.
        "pasal": "pasal yang mengatur" => article: Option<String>,
    }
}

vocabulary! {
    /// Kinds of documents.
    pub enum DocumentKind {
        Law = "undang_undang", "Undang-Undang", "Law";
        RegulationInLieuOfLaw = "perppu", "Perppu", "Government Regulation in Lieu of Law";
        GovernmentRegulation = "peraturan_pemerintah", "Peraturan Pemerintah", "Government Regulation";
        PresidentialRegulation = "perpres", "Peraturan Presiden", "Presidential Regulation";
        MinisterialRegulation = "peraturan_menteri", "Peraturan Menteri", "Ministerial Regulation";
        AgencyRegulation = "peraturan_lembaga", "Peraturan Lembaga", "Regulation of a national agency";
        ElectionCommissionRegulation = "pkpu", "Peraturan KPU", "Regulation of the Election Commission";
        ElectionSupervisorRegulation = "perbawaslu", "Peraturan Bawaslu", "Regulation of the Election Supervisory Agency";
        CourtRuling = "putusan_mk", "Putusan Mahkamah Konstitusi", "Constitutional Court ruling";
        JointDecree = "skb", "Keputusan Bersama", "Joint decree";
        MinisterialDecree = "keputusan_menteri", "Keputusan Menteri", "Ministerial decree";
        RegionalRegulation = "perda", "Peraturan Daerah", "Regional Regulation";
        GovernorRegulation = "peraturan_gubernur", "Peraturan Gubernur", "Governor's regulation";
        RegentRegulation = "peraturan_bupati", "Peraturan Bupati", "Regent's regulation";
        MayorRegulation = "peraturan_wali_kota", "Peraturan Wali Kota", "Mayor's regulation";
        GovernorDecree = "keputusan_gubernur", "Keputusan Gubernur", "Governor's decree";
        RegentDecree = "keputusan_bupati", "Keputusan Bupati", "Regent's decree";
        MayorDecree = "keputusan_wali_kota", "Keputusan Wali Kota", "Mayor's decree";
        Circular = "surat_edaran", "Surat Edaran", "Circular";
        ProhibitionLetter = "surat_larangan", "Surat Larangan", "Prohibition letter";
        HomeAffairsLetter = "surat_mendagri", "Surat Mendagri", "Letter of the Minister of Home Affairs";
        Instruction = "instruksi", "Instruksi", "Instruction";
        Appeal = "himbauan", "Himbauan", "Appeal";
        Letter = "surat", "Surat", "Letter";
        Memorandum = "nota_dinas", "Nota Dinas", "Memorandum";
        Procedure = "sop", "SOP", "Standard operating procedure";
        PactForm = "format_pakta", "Format pakta", "Pact form";
        Other = "lainnya", "Dokumen lain", "Other document";
    }
}

vocabulary! {
    /// Whether a document binds.
    pub enum DocumentStatus {
        InForce = "berlaku", "Berlaku", "In force";
        Amended = "diubah", "Masih berlaku, dengan perubahan", "Still in force, as amended";
        Revoked = "dicabut", "Dicabut", "Revoked";
        PartlyRevoked = "dicabut_sebagian", "Masih berlaku, dicabut sebagian", "Still in force, partly revoked";
        NotYetInForce = "belum_berlaku", "Belum berlaku", "Not yet in force";
        Expired = "berakhir", "Berakhir", "Expired";
        NotReported = "x", "Status tidak dilaporkan", "Status not reported";
    }
}

vocabulary! {
    /// Direction of a document.
    pub enum Direction {
        Issued = "diterbitkan", "Diterbitkan", "Issued";
        Received = "diterima", "Diterima", "Received";
    }
}

vocabulary! {
    /// What a document does to another.
    pub enum RelationKind {
        Revokes = "mencabut", "Mencabut", "Revokes";
        Amends = "mengubah", "Mengubah", "Amends";
        Corrects = "meralat", "Meralat", "Corrects";
        Implements = "melaksanakan", "Melaksanakan", "Implements";
        FollowsUp = "menindaklanjuti", "Menindaklanjuti", "Follows up";
        Cites = "merujuk", "Merujuk", "Cites";
    }
}

vocabulary! {
    /// Kinds of neutrality violations.
    pub enum Violation {
        CampaignMaterial = "pasang_apk", "Memasang alat peraga kampanye", "Putting up campaign material";
        SocialMediaCampaign = "kampanye_medsos", "Kampanye di media sosial", "Campaigning on social media";
        Declaration = "hadir_deklarasi", "Menghadiri deklarasi calon", "Attending a candidate's declaration";
        SocialMediaInteraction = "interaksi_medsos", "Menyukai, mengomentari atau membagikan di media sosial", "Liking, commenting or sharing on social media";
        Photo = "foto_bersama", "Berfoto bersama calon", "Posing with a candidate";
        JoinedCampaign = "ikut_kampanye", "Ikut kampanye", "Taking part in a campaign";
        Accompanied = "dampingi_pasangan", "Mendampingi pasangan calon", "Accompanying a pair of candidates";
        PartyApproach = "pendekatan_parpol", "Mendekati partai politik", "Approaching a political party";
        PartyMember = "anggota_parpol", "Menjadi anggota partai politik", "Joining a political party";
        PartisanActivity = "kegiatan_keberpihakan", "Kegiatan yang berpihak", "Partisan activity";
        CampaignTeam = "tim_pemenangan", "Menjadi tim pemenangan", "Serving on a campaign team";
        SupportLetter = "surat_dukungan_ktp", "Memberi surat dukungan dengan KTP", "Giving a letter of support with an ID card";
        FavouringDecision = "keputusan_menguntungkan", "Keputusan yang menguntungkan calon", "A decision favouring a candidate";
        StateFacilities = "fasilitas_negara", "Memakai fasilitas negara", "Using state facilities";
        MobilisedStaff = "mengerahkan_pegawai", "Mengerahkan pegawai", "Mobilising staff";
        ForbiddenTransfer = "mutasi_terlarang", "Mutasi dalam masa larangan", "Transfer in the ban period";
        Other = "lainnya", "Lainnya", "Other";
    }
}

vocabulary! {
    /// The branch of law that a violation falls under.
    pub enum ViolationCategory {
        Ethics = "kode_etik", "Kode etik", "Code of ethics";
        Discipline = "disiplin", "Disiplin", "Discipline";
        Criminal = "pidana", "Pidana", "Criminal";
        Administrative = "administratif", "Administratif", "Administrative";
        Removal = "pencopotan", "Pencopotan dari jabatan", "Removal from post";
    }
}

impl DocumentStatus {
    /// Whether a document of this status binds.
    pub const fn binds(self) -> bool {
        matches!(self, Self::InForce | Self::Amended | Self::PartlyRevoked)
    }
}

impl ViolationCategory {
    /// Whether its penalties have the levels of [`PenaltyLevel`]. Criminal penalties and removal from a post have
    /// none.
    pub const fn has_levels(self) -> bool {
        matches!(self, Self::Ethics | Self::Discipline | Self::Administrative)
    }
}

/// A document's status on a day, and what made it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The status.
    pub status: DocumentStatus,
    /// Since when, where a relation or date says it.
    pub since: Option<Date>,
    /// The ids of the documents that revoked or amended it, the latest first.
    pub by: Vec<String>,
}

/// The revocations and amendments of all documents of a portal.
#[derive(Debug, Default)]
pub struct Relations {
    /// For a target: the sources that act on it, in the order of their effect.
    acts: BTreeMap<String, Vec<Act>>,
}

#[derive(Clone, Debug)]
struct Act {
    source: String,
    kind: RelationKind,
    partly: bool,
    on: Option<Date>,
}

impl Relations {
    /// Collects the relations of all documents.
    pub fn collect<'e>(documents: impl Iterator<Item = (&'e Entry, &'e Document)>) -> Self {
        let mut acts: BTreeMap<String, Vec<Act>> = BTreeMap::new();
        for (entry, document) in documents {
            // The others change nothing, and everybody cites the same few laws.
            let acting = |kind| matches!(kind, RelationKind::Revokes | RelationKind::Amends);
            for relation in document.relations.iter().filter(|relation| acting(relation.kind)) {
                acts.entry(relation.target.id.clone()).or_default().push(Act {
                    source: entry.id.clone(),
                    kind: relation.kind,
                    partly: relation.partly.unwrap_or(false),
                    on: relation.date.or(document.day()),
                });
            }
        }
        for list in acts.values_mut() {
            list.sort_by(|a, b| (a.on, &a.source).cmp(&(b.on, &b.source)));
        }
        Self { acts }
    }

    /// Adds the revocations of the program's [set of law](law) that no document of the portal states, so that a
    /// revoked law is never shown as in force.
    pub fn complete<'e>(&mut self, documents: impl Iterator<Item = (&'e Entry, &'e Document)> + Clone) {
        let find = |law: &Law| {
            let is_same = |document: &Document| {
                let number = document.number.as_ref().and_then(Reported::known);
                document.kind == law.kind && number.is_some_and(|number| number.trim() == law.number)
            };
            documents.clone().find(|(_, document)| is_same(document)).map(|(entry, _)| entry.id.as_str())
        };
        for law in &law::LAWS {
            for revoked in law.revokes() {
                let Some(target) = find(revoked) else { continue };
                let acts = self.acts.entry(target.to_owned()).or_default();
                if !acts.iter().any(|act| act.kind == RelationKind::Revokes) {
                    let source = find(law).unwrap_or(law.short_name).to_owned();
                    acts.push(Act { source, kind: RelationKind::Revokes, partly: false, on: law.date });
                }
            }
        }
    }

    /// The revocation of `id` as a whole that took effect by `day`: its date and the revoking document.
    pub fn revoked_by(&self, id: &str, day: Date) -> Option<(Option<Date>, &str)> {
        self.acts.get(id)?.iter().find_map(|act| {
            let revokes = act.kind == RelationKind::Revokes && !act.partly;
            (revokes && act.on.is_none_or(|on| on <= day)).then_some((act.on, act.source.as_str()))
        })
    }

    /// The status that relations and dates give a document on `day`.
    pub fn standing(&self, id: &str, document: &Document, day: Date) -> Standing {
        let acts: Vec<&Act> =
            self.acts.get(id).into_iter().flatten().filter(|act| act.on.is_none_or(|on| on <= day)).collect();
        let strongest = |wanted: fn(&Act) -> bool, status| {
            let found: Vec<&&Act> = acts.iter().filter(|act| wanted(act)).collect();
            found.last().map(|last| Standing {
                status,
                since: last.on,
                by: found.iter().rev().map(|act| act.source.clone()).collect(),
            })
        };
        let dated = |status, since| Some(Standing { status, since, by: Vec::new() });
        strongest(|act| act.kind == RelationKind::Revokes && !act.partly, DocumentStatus::Revoked)
            .or_else(|| match &document.in_force_until {
                Some(end) if end.value < day => dated(DocumentStatus::Expired, Some(end.value)),
                _ => None,
            })
            .or_else(|| match document.in_force_from.or(document.day()) {
                Some(start) if start > day => dated(DocumentStatus::NotYetInForce, Some(start)),
                _ => None,
            })
            .or_else(|| strongest(|act| act.kind == RelationKind::Revokes, DocumentStatus::PartlyRevoked))
            .or_else(|| strongest(|act| act.kind == RelationKind::Amends, DocumentStatus::Amended))
            .unwrap_or_else(|| Standing {
                status: document.status.as_ref().map_or(document.status_by_dates(), |status| status.value),
                since: document.in_force_from,
                by: Vec::new(),
            })
    }
}

impl ContentType for Document {
    fn facts(&self) -> Facts<'_> {
        Facts {
            date: self.day(),
            facet: Some((self.kind.key(), self.kind.label())),
            number: self
                .number
                .as_ref()
                .and_then(Reported::known)
                .map(|number| number.value.as_str())
                .or(self.short_name.as_deref()),
        }
    }

    fn references(&self) -> Vec<Reference<'_>> {
        let relations = self
            .relations
            .iter()
            .map(|relation| Reference { target: &relation.target, role: Role::Relation(relation.kind) });
        let calendar = self.calendar.iter().map(|target| Reference { target, role: Role::Calendar });
        relations.chain(calendar).collect()
    }

    fn attachments(&self) -> &[AttachmentKeys] {
        &self.attachments
    }

    fn check(&self, entry: &Entry, checks: &mut Checks<'_>) {
        match (self.kind, &self.kind_name) {
            (DocumentKind::Other, None) => checks.found(rule::kind_without_name().in_file(&entry.file)),
            (kind, Some(_)) if kind != DocumentKind::Other => {
                checks.found(rule::name_of_known_kind(kind.key()).in_file(&entry.file));
            }
            _ => {}
        }
        checks.weekday(entry, self.date.as_ref().and_then(Reported::known), self.weekday.as_ref());
        if let (Some(from), Some(until)) = (self.in_force_from, &self.in_force_until)
            && until.value < from
        {
            checks.found(rule::period_reversed().at(&entry.file, until.range.clone()));
        }
        if !self.penalties.is_empty() && entry.common().source.is_none() {
            checks.found(rule::figures_without("sumber").in_file(&entry.file));
        }
        for penalty in &self.penalties {
            check_penalty(entry, penalty, checks);
        }
        self.check_status(entry, checks);
    }
}

impl Document {
    /// The day it was signed, if it is known.
    pub fn day(&self) -> Option<Date> {
        self.date.as_ref().and_then(Reported::known).map(|date| date.value)
    }

    /// The status of a document of which nothing is known but its dates. Nobody reported since when an undated one
    /// is in force, or whether it still is.
    fn status_by_dates(&self) -> DocumentStatus {
        let dated = self.in_force_from.or(self.day()).is_some() || self.in_force_until.is_some();
        if dated { DocumentStatus::InForce } else { DocumentStatus::NotReported }
    }

    /// A stated status must not contradict what relations and dates say today.
    fn check_status(&self, entry: &Entry, checks: &mut Checks<'_>) {
        let Some(stated) = &self.status else { return };
        let derived = checks.relations().standing(&entry.id, self, checks.clock());
        if derived.status == stated.value {
            return;
        }
        let label = derived.status.label();
        let mut status = Text::new(label.id.to_lowercase(), label.en.to_lowercase());
        if let Some(by) = derived.by.first() {
            status = rule::status_by(status, by);
        }
        let found = rule::status_contradicts(stated.value.key(), status, derived.status.key());
        checks.found(found.at(&entry.file, stated.range.clone()));
    }
}

fn check_penalty(entry: &Entry, penalty: &PenaltyRule, checks: &mut Checks<'_>) {
    let outcome =
        if penalty.category == ViolationCategory::Criminal { Outcome::Conviction } else { Outcome::Sanction };
    if let Some(authority) = &penalty.authority
        && !outcome.issued_by().contains(&authority.value)
    {
        checks.found(
            rule::authority_cannot(authority.value.key(), outcome.key(), outcome.issued_by())
                .at(&entry.file, authority.range.clone()),
        );
    }
    let Some(level) = &penalty.level else { return };
    if !penalty.category.has_levels() {
        checks.found(
            rule::level_without_scale(level.value.key(), penalty.category.key())
                .at(&entry.file, level.range.clone()),
        );
    }
    for kind in &penalty.penalties {
        if kind.value.level() != level.value {
            checks.found(
                rule::penalty_of_other_level(kind.value.key(), level.value.key(), kind.value.level().key())
                    .at(&entry.file, kind.range.clone()),
            );
        }
    }
}
