//! The figures of each content type.

use super::chart::Form;
use super::{Cell, Chart, Column, Figure, unit_label};
use crate::collections::common::Unit;
use crate::collections::event::Event;
use crate::collections::monitoring::Monitoring;
use crate::collections::pact::PactMethod;
use crate::collections::report::ReportCounts;
use crate::collections::transfer::TransferSeries;
use crate::disclosure::pact::{Day, Extent, OfficeRow, PublishedPact, Signed};
use crate::disclosure::{Published, PublishedDetail, PublishedView};
use crate::locale::{Label, Lang, Text};
use crate::reading::AsOf;

pub(super) const fn column(key: &'static str, id: &'static str, en: &'static str, numeric: bool) -> Column {
    Column { key, label: Label { id, en }, numeric }
}

/// The figures of one record.
pub(super) fn figures(record: &Published, view: &PublishedView) -> Vec<Figure> {
    match record.detail(Lang::Id) {
        PublishedDetail::Pact(pact) => pact_figures(record, pact, view),
        PublishedDetail::Sanction(sanction) => super::sanction::figures(record, sanction, view),
        PublishedDetail::Reports(reports) => report_figures(record, reports),
        PublishedDetail::Transfer(transfer) => transfer_figures(record, transfer),
        PublishedDetail::Monitoring(monitoring) => index_figure(record, monitoring),
        PublishedDetail::Event(event) => participants(record, event),
        _ => Vec::new(),
    }
}

/// A figure that its page shows completely.
pub(super) fn whole(
    record: &Published,
    name: &'static str,
    title: Text,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
) -> Figure {
    Figure {
        record: record.id().to_owned(),
        name,
        title,
        unit: None,
        as_of: None,
        columns,
        shown_rows: 0..rows.len(),
        rows,
        chart: None,
        note: None,
        protected: false,
    }
}

fn pact_figures(record: &Published, pact: &PublishedPact, view: &PublishedView) -> Vec<Figure> {
    let mut figures = vec![pact_progress(record, pact)];
    if let Some((day, latest)) = pact.days.last_key_value() {
        let as_of = Some(AsOf::Known(*day));
        figures.push(Figure { as_of, ..pact_by_category(record, latest) });
        figures.push(Figure { as_of, ..pact_by_office(record, latest, pact, view) });
        if !latest.summary.is_empty() {
            figures.push(Figure { as_of, ..pact_summary(record, pact, latest) });
        }
        figures.push(Figure { as_of, ..pact_counts(record, pact, view) });
    }
    for figure in &mut figures {
        figure.unit = Some(unit_label(pact.unit));
        // A total is never hidden.
        figure.protected = pact.method == PactMethod::Hide && figure.name != PROGRESS;
    }
    figures
}

fn signed_columns(first: Column) -> Vec<Column> {
    vec![
        first,
        column("sasaran", "Sasaran", "Target", true),
        column("ditandatangani", "Ditandatangani", "Signed", true),
        column("bagian", "Bagian", "Share", true),
    ]
}

fn signed_row(first: Cell, signed: Signed) -> Vec<Cell> {
    vec![
        first,
        Cell::Count(signed.target),
        Cell::Count(signed.signed),
        Cell::share(signed.signed, signed.target),
    ]
}

/// The table of totals.
const PROGRESS: &str = "perkembangan";

/// A chart of signatures as shares of the targets.
const SIGNED_CHART: Chart = Chart { form: Form::Bars, label: 0, value: 2, out_of: Some(1) };

fn pact_progress(record: &Published, pact: &PublishedPact) -> Figure {
    let rows: Vec<_> = pact.totals.iter().map(|(day, signed)| signed_row(Cell::Day(*day), *signed)).collect();
    let mut figure = whole(
        record,
        PROGRESS,
        Text::new("Perkembangan penandatanganan", "Progress of signing"),
        signed_columns(column("per_tanggal", "Per tanggal", "As of", false)),
        rows,
    );
    figure.as_of = pact.totals.last().map(|(day, _)| *day);
    figure.chart = Some(SIGNED_CHART);
    if pact.totals_only {
        let k = pact.k;
        figure.note = Some(Text::new(
            format!(
                "Hanya jumlah seluruhnya yang diterbitkan: rinciannya memuat kelompok kurang dari {k} orang."
            ),
            format!("Only totals are published: the details hold groups of fewer than {k} people."),
        ));
    }
    figure
}

fn pact_by_category(record: &Published, day: &Day) -> Figure {
    let rows = day
        .categories
        .iter()
        .map(|(category, signed)| signed_row(Cell::Label(category.key(), category.label()), *signed))
        .collect();
    let mut figure = whole(
        record,
        "kategori",
        Text::new("Menurut kategori pegawai", "By category of staff"),
        signed_columns(column("kategori", "Kategori pegawai", "Category of staff", false)),
        rows,
    );
    figure.chart = Some(SIGNED_CHART);
    figure
}

fn class_cell(class: &OfficeRow, view: &PublishedView) -> Cell {
    match class {
        OfficeRow::Office(code) => {
            let name = view.office(code).map_or_else(|| code.clone(), |office| office.name.clone());
            Cell::Name(code.clone(), name)
        }
        OfficeRow::Pool => POOL,
    }
}

const POOL: Cell = Cell::Label("tidak_dirinci", Label { id: "Tidak dirinci", en: "Not detailed" });

const ALL: Cell = Cell::Label("semua", Label { id: "Semua", en: "All" });

fn cluster_cell(class: &OfficeRow, view: &PublishedView) -> Cell {
    match class {
        OfficeRow::Office(code) => view
            .office(code)
            .map_or(Cell::Empty, |office| Cell::Label(office.cluster.key(), office.cluster.label())),
        OfficeRow::Pool => POOL,
    }
}

fn pool_note(pact: &PublishedPact) -> Option<Text> {
    let PublishedPact { pooled, k, .. } = pact;
    (*pooled > 0).then(|| {
        Text::new(
            format!(
                "{pooled} OPD digabung dalam “Tidak dirinci”, karena rinciannya memuat kelompok kurang dari {k} orang. Jumlah seluruhnya tetap tepat."
            ),
            format!(
                "{pooled} offices are pooled under “Not detailed”, because their details hold groups of fewer than {k} people. The totals stay exact."
            ),
        )
    })
}

fn pact_by_office(record: &Published, day: &Day, pact: &PublishedPact, view: &PublishedView) -> Figure {
    let rows =
        day.classes.iter().map(|(class, signed)| signed_row(class_cell(class, view), *signed)).collect();
    let mut figure = whole(
        record,
        "opd",
        Text::new("Menurut perangkat daerah (OPD)", "By office (OPD)"),
        signed_columns(column("opd", "OPD", "Office", false)),
        rows,
    );
    figure.note = pool_note(pact);
    figure.chart = Some(SIGNED_CHART);
    figure
}

/// Counts by cluster and group of staff on every day. The page shows the latest day.
fn pact_summary(record: &Published, pact: &PublishedPact, latest: &Day) -> Figure {
    let mut rows = Vec::new();
    for (day, details) in &pact.days {
        for ((cluster, group), signed) in &details.summary {
            let cluster = match cluster {
                Extent::Part(cluster) => Cell::Label(cluster.key(), cluster.label()),
                Extent::All => ALL,
            };
            let group = match group {
                Extent::Part(group) => Cell::Label(group.key(), group.label()),
                Extent::All => ALL,
            };
            let counts = [Cell::Count(signed.target), Cell::Count(signed.signed)];
            rows.push([Cell::Day(AsOf::Known(*day)), cluster, group].into_iter().chain(counts).collect());
        }
    }
    let mut figure = whole(
        record,
        "ringkasan",
        Text::new("Menurut klaster OPD dan kelompok pegawai", "By cluster of offices and group of staff"),
        vec![
            column("per_tanggal", "Per tanggal", "As of", false),
            column("klaster", "Klaster", "Cluster", false),
            column("kelompok", "Kelompok pegawai", "Group of staff", false),
            column("sasaran", "Sasaran", "Target", true),
            column("ditandatangani", "Ditandatangani", "Signed", true),
        ],
        rows,
    );
    figure.shown_rows.start = figure.rows.len() - latest.summary.len();
    figure
}

/// All published cells, for analysis. They are in the files, but not on the page.
fn pact_counts(record: &Published, pact: &PublishedPact, view: &PublishedView) -> Figure {
    let mut rows = Vec::new();
    for (day, details) in &pact.days {
        for (class, cells) in &details.cells {
            for (category, signed) in cells {
                rows.push(vec![
                    Cell::Day(AsOf::Known(*day)),
                    class_cell(class, view),
                    cluster_cell(class, view),
                    Cell::Label(category.key(), category.label()),
                    Cell::Count(signed.target),
                    Cell::Count(signed.signed),
                ]);
            }
        }
    }
    let mut figure = whole(
        record,
        "hitungan",
        Text::new(
            "Semua hitungan menurut OPD, kategori dan tanggal",
            "All counts by office, category and date",
        ),
        vec![
            column("per_tanggal", "Per tanggal", "As of", false),
            column("opd", "OPD", "Office", false),
            column("klaster", "Klaster", "Cluster", false),
            column("kategori", "Kategori pegawai", "Category of staff", false),
            column("sasaran", "Sasaran", "Target", true),
            column("ditandatangani", "Ditandatangani", "Signed", true),
        ],
        rows,
    );
    figure.note = pool_note(pact);
    figure.shown_rows = 0..0;
    figure
}

fn report_figures(record: &Published, reports: &ReportCounts) -> Vec<Figure> {
    let mut figures = Vec::new();
    let total = reports.total.as_ref().map(|total| {
        let columns = vec![
            column("per_tanggal", "Per tanggal", "As of", false),
            column("jumlah", "Jumlah", "Number", true),
        ];
        let row = vec![Cell::Day(reports.as_of), Cell::Count(total.value)];
        let title = Text::new("Semua laporan", "All reports");
        let figure = whole(record, "total", title, columns, vec![row]);
        // The page shows the number itself, above.
        Figure {
            unit: Some(unit_label(reports.unit)),
            as_of: Some(reports.as_of),
            shown_rows: 0..0,
            ..figure
        }
    });
    if !reports.stages.is_empty() {
        let mut stages: Vec<_> = reports.stages.iter().collect();
        stages.sort_by_key(|stage| stage.stage);
        let rows = stages
            .iter()
            .map(|stage| vec![Cell::Label(stage.stage.key(), stage.stage.label()), Cell::Count(stage.number)])
            .collect();
        figures.push(whole(
            record,
            "tahap",
            Text::new("Laporan menurut tahap", "Reports by stage"),
            vec![column("tahapan", "Tahap", "Stage", false), column("jumlah", "Jumlah", "Number", true)],
            rows,
        ));
    }
    if !reports.origins.is_empty() {
        let mut origins: Vec<_> = reports.origins.iter().collect();
        origins.sort_by_key(|origin| origin.origin);
        let rows = origins
            .iter()
            .map(|origin| {
                vec![Cell::Label(origin.origin.key(), origin.origin.label()), Cell::Count(origin.number)]
            })
            .collect();
        figures.push(whole(
            record,
            "asal",
            Text::new("Laporan menurut asal", "Reports by origin"),
            vec![
                column("sumber_laporan", "Asal laporan", "Origin", false),
                column("jumlah", "Jumlah", "Number", true),
            ],
            rows,
        ));
    }
    for figure in &mut figures {
        figure.unit = Some(unit_label(reports.unit));
        figure.as_of = Some(reports.as_of);
        figure.chart = Some(Chart { form: Form::Bars, label: 0, value: 1, out_of: None });
    }
    figures.extend(total);
    figures
}

/// The number of participants of an event. The page shows it among the facts.
fn participants(record: &Published, event: &Event) -> Vec<Figure> {
    let Some(count) = event.participants else { return Vec::new() };
    let as_of = event.date.as_ref().map_or(AsOf::NotReported, |date| AsOf::Known(date.value));
    let figure = whole(
        record,
        "peserta",
        Text::new("Peserta", "Participants"),
        vec![
            column("tanggal", "Tanggal", "Date", false),
            column("jenis", "Jenis kegiatan", "Kind of event", false),
            column("peserta", "Peserta", "Participants", true),
        ],
        vec![vec![Cell::Day(as_of), Cell::Label(event.kind.key(), event.kind.label()), Cell::Count(count)]],
    );
    vec![Figure { unit: Some(unit_label(Unit::Persons)), as_of: Some(as_of), shown_rows: 0..0, ..figure }]
}

fn transfer_figures(record: &Published, transfer: &TransferSeries) -> Vec<Figure> {
    if transfer.proposals.is_empty() {
        return Vec::new();
    }
    let mut proposals: Vec<_> = transfer.proposals.iter().collect();
    proposals.sort_by_key(|row| (row.month, row.kind));
    let rows = proposals
        .iter()
        .map(|row| {
            vec![
                Cell::Month(row.month),
                Cell::Label(row.kind.key(), row.kind.label()),
                Cell::Count(row.examined),
                Cell::Count(row.returned),
                Cell::Count(row.approved),
            ]
        })
        .collect();
    let mut figure = whole(
        record,
        "usulan",
        Text::new("Usulan menurut bulan dan jenis", "Proposals by month and kind"),
        vec![
            column("bulan", "Bulan", "Month", false),
            column("jenis", "Jenis", "Kind", false),
            column("diperiksa", "Diperiksa", "Examined", true),
            column("dikembalikan", "Dikembalikan", "Returned", true),
            column("disetujui", "Disetujui", "Approved", true),
        ],
        rows,
    );
    figure.unit = Some(unit_label(transfer.unit));
    figure.as_of = transfer.as_of;
    vec![figure]
}

fn index_figure(record: &Published, monitoring: &Monitoring) -> Vec<Figure> {
    let Some(index) = &monitoring.index else { return Vec::new() };
    let mut districts: Vec<_> = index.districts.iter().collect();
    districts.sort_by(|a, b| b.value.value.total_cmp(&a.value.value).then_with(|| a.name.cmp(&b.name)));
    let rows = districts
        .iter()
        .map(|district| {
            vec![
                Cell::Name(district.name.clone(), district.name.clone()),
                Cell::Decimal(district.value.value.value),
                Cell::Label(district.category.key(), district.category.label()),
            ]
        })
        .collect();
    let mut figure = whole(
        record,
        "indeks",
        Text::new(index.name.text.clone(), "Vulnerability index by district"),
        vec![
            column("kecamatan", "Kecamatan", "District", false),
            column("nilai", "Nilai", "Value", true),
            column("kategori", "Kerawanan", "Vulnerability", false),
        ],
        rows,
    );
    figure.as_of = Some(index.as_of);
    figure.chart = Some(Chart { form: Form::Bars, label: 0, value: 1, out_of: None });
    vec![figure]
}
