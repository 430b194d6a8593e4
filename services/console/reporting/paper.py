"""A report as PDF: PDF/A-3 and PDF/UA-1, with its JSON attached, signed as PAdES.

Without a signature the same report is the same bytes. In this form Typst refuses a text for which
it has no glyph, so no letter is ever missing: one without is written by its number (`glyphs`).
"""

import io
import json
from pathlib import Path
from typing import Any

import typst
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.console.outcome import Mistake
from services.console.reporting import glyphs
from services.console.reporting.content import Content
from services.console.reporting.rows import Shown, published_at
from services.console.reporting.signing import Publisher, canonical

TEMPLATE = Path(__file__).with_name("report.typ")
ATTACHED = "report.json"
FIELD = "Publisher"


def as_pdf(content: Content, shown: Shown) -> bytes:
    """Not signed yet."""
    text = json.dumps(shown_fields(shown), ensure_ascii=False)
    inputs = {
        "shown": glyphs.written(text, glyphs.lacking(text)),
        "content": canonical(content).decode(),
        "attached": ATTACHED,
    }
    compiler = typst.Compiler(TEMPLATE, ignore_system_fonts=True)
    at = int(published_at(content).timestamp())
    try:
        made: Any = compiler.compile(
            format="pdf", sys_inputs=inputs, pdf_standards=glyphs.STANDARDS, timestamp=at
        )
    except typst.TypstError as failed:
        raise Mistake(f"the PDF cannot be made: {failed}") from None
    return bytes(made)


def shown_fields(shown: Shown) -> dict[str, Any]:
    """As the template reads them."""
    rows = {name: [row._asdict() for row in getattr(shown, name)] for name in ("own", "below")}
    return {**shown._asdict(), **rows}


def signed(pdf: bytes, publisher: Publisher) -> bytes:
    """With the publisher's signature over the whole file."""
    [certificate] = load_certs_from_pemder_data(publisher.certificate)
    signer = signers.SimpleSigner(
        signing_cert=certificate,
        signing_key=load_private_key_from_pemder_data(publisher.key, passphrase=None),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    metadata = signers.PdfSignatureMetadata(field_name=FIELD, subfilter=SigSeedSubFilter.PADES)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return bytes(signers.sign_pdf(writer, metadata, signer=signer).getvalue())


def is_signed_by(pdf: bytes, certificate: bytes) -> bool:
    """Whether all of the file is what the holder of this certificate signed."""
    try:
        [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        roots = list(load_certs_from_pemder_data(certificate))
        status = validate_pdf_signature(
            signature, ValidationContext(trust_roots=roots, allow_fetching=False)
        )
    except Exception:  # noqa: BLE001 - a damaged file breaks its reader in many ways
        return False
    return bool(status.bottom_line) and status.coverage == SignatureCoverageLevel.ENTIRE_FILE


def attached(pdf: bytes) -> Content:
    """The report's JSON that a PDF carries. Raises ValueError where there is none."""
    try:
        root = PdfFileReader(io.BytesIO(pdf)).root
        _, file = root["/Names"]["/EmbeddedFiles"]["/Names"]
        found: Content = json.loads(file.get_object()["/EF"]["/F"].data)
    except Exception as failed:  # noqa: BLE001 - the same
        raise ValueError(f"no report is attached: {failed!r}") from None
    return found
