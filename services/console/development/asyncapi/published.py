"""What the contracts publish: messages that declare a subject, and everything declared with them.

Promises descriptors and comments of one image, so that a schema says what the contract says.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool

from motcua.chassis.v1 import publishing_pb2
from services.console.development.contract_comments import comments_by_name


class Published(NamedTuple):
    """A message that is published, and where: `motcua.catalog.UnitOpened.{unit}`."""

    message: Any  # its descriptor
    subject: str

    @property
    def name(self) -> str:
        """In the document: `catalog.UnitOpened`."""
        return f"{self.stream}.{self.message.name}"

    @property
    def stream(self) -> str:
        """The stream that keeps it."""
        return self.subject.split(".")[1]

    @property
    def parameters(self) -> list[str]:
        """Such as `unit`."""
        return re.findall(r"\{(\w+)\}", self.subject)


class Contracts(NamedTuple):
    """The files of an image; comments by the full name of what they stand before."""

    published: list[Published]
    comments: Mapping[str, str]


def read(image: FileDescriptorSet) -> Contracts:
    """What an image with comments and imports says."""
    pool = DescriptorPool()
    for file in image.file:
        pool.AddSerializedFile(file.SerializeToString())
    comment = {name: text for file in image.file for name, text in comments_by_name(file)}
    names = (f"{file.package}.{each.name}" for file in image.file for each in file.message_type)
    return Contracts(list(published(map(pool.FindMessageTypeByName, names))), comment)


def published(messages: Iterable[Any]) -> Iterator[Published]:
    """Those that declare a subject."""
    for each in messages:
        subject = each.GetOptions().Extensions[publishing_pb2.subject]
        if subject:
            yield Published(each, subject)
