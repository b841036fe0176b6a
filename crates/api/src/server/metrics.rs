//! `GET /metrics`

use std::sync::OnceLock;

use actix_web::HttpResponse;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// The recorder of this process; installed on first use.
fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    RECORDER.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()).as_ref()
}

/// Starts counting.
pub fn install() {
    _ = recorder();
}

/// Figures of the process, for Prometheus
///
/// Counts only: nothing in them names a network or a person.
#[utoipa::path(
    get, path = "/metrics", operation_id = "getMetrics", tag = "server",
    responses((status = 200, description = "Figures in the text format", body = String, content_type = "text/plain",
        example = "tresse_events_recorded_total 42\n"))
)]
pub async fn handler() -> HttpResponse {
    let figures = recorder().map(PrometheusHandle::render).unwrap_or_default();
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(figures)
}
