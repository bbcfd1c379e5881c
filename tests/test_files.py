"""Files and folders as sources: what is listed, what is read, and what is refused with the next step."""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from qa.adapters.files import LIMIT, Files
from qa.errors import InputError, SourceError
from qa.types import Fetched, Source

FILES = Files()


def write(path: Path, text: str = "The council met.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(argument: Path) -> list[str]:
    return [source.name for source in FILES.sources(str(argument))]


async def fetch(path: Path) -> Fetched:
    return await FILES.fetch(Source(path.name, str(path)))


async def refusal(path: Path) -> SourceError:
    with pytest.raises(SourceError) as error:
        await fetch(path)
    assert error.value.next_step
    return error.value


class TestSources:
    def test_a_folder_gives_its_articles_sorted_by_posix_name(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a/z.md", "a.txt", "A.TXT", "a/b/c.Md", "a-b.txt"):
            write(tmp_path / name)
        assert names(tmp_path) == ["A.TXT", "a-b.txt", "a.txt", "a/b/c.Md", "a/z.md", "b.txt"]

    def test_hidden_files_sidecars_readmes_and_other_endings_are_skipped(self, tmp_path: Path) -> None:
        for name in (
            ".a.txt",
            ".git/a.txt",
            "a.txt",
            "a.txt.yaml",
            "a.txt.json",
            "b.csv",
            "txt",
            "README.md",
            "readme.txt",
        ):
            write(tmp_path / name)
        assert names(tmp_path) == ["a.txt"]

    def test_a_file_is_named_by_its_name_alone(self, tmp_path: Path) -> None:
        path = write(tmp_path / "deep" / "README.md")
        assert list(FILES.sources(str(path))) == [Source("README.md", str(path))]

    def test_the_same_folder_gives_the_same_names_however_it_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tmp_path / "in" / "a" / "b.txt")
        monkeypatch.chdir(tmp_path)
        assert names(Path("in")) == names(tmp_path / "in") == names(Path("./in/../in/")) == ["a/b.txt"]
        monkeypatch.chdir(tmp_path / "in")
        assert names(Path(".")) == ["a/b.txt"]

    def test_a_name_has_the_same_form_on_every_system(self, tmp_path: Path) -> None:
        write(tmp_path / unicodedata.normalize("NFD", "café.txt"))
        assert names(tmp_path) == [unicodedata.normalize("NFC", "café.txt")]

    async def test_a_name_that_is_not_utf8_can_be_listed_read_and_printed(self, tmp_path: Path) -> None:
        path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")
        try:
            write(Path(os.fsdecode(path)))
        except OSError:
            pytest.skip("this file system takes UTF-8 names only")
        (source,) = FILES.sources(str(tmp_path))
        assert source.name == "caf\\xe9.txt"
        assert (await FILES.fetch(source)).data == b"The council met."

    def test_links_to_folders_are_not_followed_so_a_loop_ends(self, tmp_path: Path) -> None:
        write(tmp_path / "a" / "a.txt")
        (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
        assert names(tmp_path) == ["a/a.txt"]

    async def test_a_link_to_a_file_is_an_article(self, tmp_path: Path) -> None:
        write(tmp_path / "elsewhere" / "a.txt")
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "elsewhere" / "a.txt")
        (source,) = FILES.sources(str(tmp_path / "in"))
        assert source.name == "b.txt"
        assert (await FILES.fetch(source)).data == b"The council met."

    @pytest.mark.parametrize("argument", ["", "nowhere", "nowhere/a.txt", "a\x00b", "a.txt/b.txt"])
    def test_what_is_not_there_is_an_error_with_the_next_step(
        self, argument: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        write(tmp_path / "a.txt")
        with pytest.raises(InputError) as error:
            FILES.sources(argument)
        assert error.value.next_step

    def test_a_folder_without_articles_is_an_error(self, tmp_path: Path) -> None:
        write(tmp_path / "b.csv")
        with pytest.raises(InputError, match=r"No articles .* Put \.txt, \.md, .* files"):
            FILES.sources(str(tmp_path))

    def test_a_file_of_another_ending_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"none of \.txt, \.md"):
            FILES.sources(str(write(tmp_path / "b.csv")))

    def test_a_folder_that_cannot_be_listed_is_named_and_the_rest_goes_on(self, tmp_path: Path) -> None:
        """In a process of its own that has no rights to it: the superuser reads everything."""
        if os.geteuid() != 0:
            pytest.skip("only the superuser can become nobody")
        write(tmp_path / "in" / "a.txt")
        write(tmp_path / "in" / "locked" / "b.txt").parent.chmod(0)
        tmp_path.chmod(0o755)
        code = (
            "import os, sys, asyncio\n"
            "from qa.adapters.files import Files\n"
            "from qa.errors import SourceError\n"
            "asyncio.run(asyncio.to_thread(print, 'imported'))\n"
            "os.setuid(65534)\n"
            "for source in Files().sources('in'):\n"
            "    try: print(source.name, len(asyncio.run(Files().fetch(source)).data))\n"
            "    except SourceError as error: print(source.name, error.reason, error.next_step)\n"
        )
        run = [sys.executable, "-c", code]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
        done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        expected = ["imported", "a.txt 16", "locked not_a_file Check that the folder can be opened."]
        assert done.stdout.splitlines() == expected, done.stderr


class TestFetch:
    async def test_the_bytes_come_as_they_are(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(b"\xef\xbb\xbfThe council\r\nmet.\x00")
        assert (await fetch(path)).data == b"\xef\xbb\xbfThe council\r\nmet.\x00"

    async def test_a_file_that_is_gone_is_missing(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.txt")
        (source,) = FILES.sources(str(tmp_path))
        path.unlink()
        with pytest.raises(SourceError) as error:
            await FILES.fetch(source)
        assert error.value.reason == "missing"

    async def test_a_link_to_nowhere_is_listed_and_missing(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere.txt")
        assert names(tmp_path) == ["a.txt"]
        assert (await refusal(tmp_path / "a.txt")).reason == "missing"

    async def test_a_link_to_itself_is_unreadable(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
        assert (await refusal(tmp_path / "a.txt")).reason == "unreadable"

    async def test_a_huge_file_is_refused_by_its_size_without_being_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        with path.open("wb") as file:
            file.truncate(500_000_000_000)  # a hole, which takes no space; nobody could read it all
        error = await refusal(path)
        assert error.reason == "too_large"
        assert "5.0 MB" in error.message

    async def test_a_file_of_just_the_limit_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(b"a" * LIMIT)
        assert len((await fetch(path)).data) == LIMIT
        path.write_bytes(b"a" * (LIMIT + 1))
        assert (await refusal(path)).reason == "too_large"

    async def test_a_pipe_is_listed_and_refused_without_waiting(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.txt")
        assert names(tmp_path) == ["a.txt"]
        assert (await refusal(tmp_path / "a.txt")).reason == "not_a_file"

    async def test_a_device_is_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to("/dev/zero")
        assert (await refusal(tmp_path / "a.txt")).reason == "not_a_file"


class TestSidecar:
    @pytest.mark.parametrize(
        ("ending", "text"),
        [
            (".yaml", "title: A\npublished_at: 2016-12-30\n"),
            (".yml", "\ufefftitle: 'A'\npublished_at: '2016-12-30'\n"),
            (".json", '{"title": "A", "published_at": "2016-12-30"}'),
        ],
    )
    async def test_it_gives_the_metadata(self, tmp_path: Path, ending: str, text: str) -> None:
        path = write(tmp_path / "a.txt")
        write(tmp_path / f"a.txt{ending}", text)
        assert (await fetch(path)).sidecar == {"title": "A", "published_at": "2016-12-30"}

    async def test_without_one_there_is_no_metadata(self, tmp_path: Path) -> None:
        write(tmp_path / "a.yaml", "title: of another file")
        assert (await fetch(write(tmp_path / "a.txt"))).sidecar == {}

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("titel: A", "a.txt.yaml, line 1: unknown key `titel`"),
            ("title: [", "a.txt.yaml, line 1: not valid YAML"),
            ("x" * 200_000, "a.txt.yaml: It has 0.2 MB"),
        ],
    )
    async def test_a_bad_one_is_named(self, tmp_path: Path, text: str, words: str) -> None:
        path = write(tmp_path / "a.txt")
        write(tmp_path / "a.txt.yaml", text)
        error = await refusal(path)
        assert error.reason == "metadata"
        assert words in error.message
        assert "title, publisher" in error.next_step or "key: value" in error.next_step

    async def test_two_are_one_too_many(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.txt")
        write(tmp_path / "a.txt.yaml", "title: A")
        write(tmp_path / "a.txt.json", "{}")
        assert "a.txt.yaml and a.txt.json" in (await refusal(path)).message

    async def test_one_that_is_not_utf8_or_no_file_is_named(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.txt")
        (tmp_path / "a.txt.yaml").write_bytes(b"title: caf\xe9")
        assert "a.txt.yaml is not UTF-8" in (await refusal(path)).message
        (tmp_path / "a.txt.yaml").unlink()
        (tmp_path / "a.txt.yaml").mkdir()
        assert "a.txt.yaml: It is not a regular file" in (await refusal(path)).message
