"""What backups and restores report to an operator, in Vietnamese and English, each with a remedy and an exit status."""

from __future__ import annotations

from stack.shell import Problem

__all__ = ["DAMAGED", "OCCUPIED", "USAGE", "problem"]

USAGE, DAMAGED, OCCUPIED = 2, 3, 4
"""Exit statuses: wrong words, a backup that cannot be trusted whole, something else has the place. Any other problem is 1."""

_READ_DOCS = ("Xem docs/backup.md.", "See docs/backup.md.")
_OLDER = (
    "Dùng một bản sao lưu khác: bin/portal restore … --backup MÃ (bin/portal backup list liệt kê).",
    "Use another backup: bin/portal restore … --backup ID (bin/portal backup list names them).",
)
_AGAIN = (
    "Chạy bin/portal backup để có một bản mới, rồi tìm nguyên nhân ở đĩa.",
    "Run bin/portal backup for a new one, and examine the disk.",
)

# name → (exit status, Vietnamese, English, (remedy in Vietnamese, in English))
_MESSAGES: dict[str, tuple[int, str, str, tuple[str, str]]] = {
    "not-set-up": (
        1,
        "Chưa đặt nơi lưu bản sao lưu.",
        "No place for backups is set.",
        ("bin/portal backup set THƯ_MỤC KHÓA_CÔNG_KHAI", "bin/portal backup set FOLDER PUBLIC_KEY (age1…)"),
    ),
    "not-running": (
        1,
        "PostgreSQL của cổng không chạy: không có gì để sao lưu.",
        "The portal's PostgreSQL does not run: there is nothing to copy from.",
        ("Chạy `make up`.", "Run `make up`."),
    ),
    "no-archiving": (
        1,
        "PostgreSQL đang chạy với cấu hình cũ, chưa lưu nhật ký ghi (WAL).",
        "PostgreSQL runs with an older configuration, which archives no write-ahead log.",
        ("Chạy `make down` rồi `make up`, và thử lại.", "Run `make down`, then `make up`, and try again."),
    ),
    "bad-recipient": (
        USAGE,
        "“{recipient}” không phải là khóa công khai của age.",
        "“{recipient}” is not a public key of age.",
        (
            "Tạo một cặp khóa trên máy của người vận hành: age-keygen -o khoa.txt; khóa công khai bắt đầu bằng age1.",
            "Make a pair on the operator's own machine: age-keygen -o key.txt; the public one begins with age1.",
        ),
    ),
    "inside": (
        USAGE,
        "{folder} nằm trong thư mục của chính cổng dữ liệu: mất đĩa là mất cả bản sao.",
        "{folder} lies within the portal's own folder: one lost disk would take both.",
        ("Chọn một thư mục trên đĩa khác.", "Choose a folder on another disk."),
    ),
    "unwritable": (
        1,
        "Không ghi được vào {folder}.",
        "{folder} cannot be written to.",
        ("sudo install -d -o binhduong -m 700 {folder}", "sudo install -d -o binhduong -m 700 {folder}"),
    ),
    "another-portal": (
        USAGE,
        "{folder} chứa bản sao lưu của một cơ sở dữ liệu khác.",
        "{folder} holds the backups of another database cluster.",
        ("Chọn một thư mục trống.", "Choose an empty folder."),
    ),
    "not-backups": (
        USAGE,
        "{folder} không phải là thư mục sao lưu của cổng dữ liệu (thiếu portal-backup.json).",
        "{folder} is no folder of this portal's backups (portal-backup.json is missing).",
        ("Nêu thư mục đã đặt bằng bin/portal backup set.", "Name the folder that bin/portal backup set was given."),
    ),
    "none": (
        1,
        "Trong {folder} không có bản sao lưu hoàn chỉnh nào{when_vi}.",
        "{folder} holds no complete backup{when_en}.",
        ("bin/portal backup list liệt kê những bản đang có.", "bin/portal backup list names those that are there."),
    ),
    "busy": (
        OCCUPIED,
        "Một lần sao lưu hay diễn tập khác đang chạy.",
        "Another backup or drill is running.",
        ("Đợi nó xong rồi thử lại.", "Wait for its end and try again."),
    ),
    "never-quiet": (
        1,
        "Suốt {seconds} giây không có lúc nào cơ sở dữ liệu ngừng ghi, nên không đếm được gì để đối chiếu.",
        "For {seconds} s the database was never without a write, so that nothing could be counted to compare with.",
        ("Thử lại vào lúc ít người ghi.", "Try again when less is written."),
    ),
    "not-archived": (
        1,
        "Đoạn nhật ký ghi {segment} không vào kho sau {seconds} giây.",
        "The write-ahead log segment {segment} did not reach the archive within {seconds} s.",
        (
            "Đọc nhật ký của PostgreSQL: make logs. Đĩa sao lưu có đầy hay mất kết nối không?",
            "Read PostgreSQL's log: make logs. Is the disk of the backups full or away?",
        ),
    ),
    "damaged-store": (
        DAMAGED,
        "Bản sao lưu {id} đã xong, nhưng {count} tệp trong kho của cổng bị hỏng và không được chép: {names}",
        "The backup {id} is complete, but {count} files in the portal's own store are damaged and were not copied: {names}",
        ("Lấy lại tệp từ một bản cũ hơn, xem docs/backup.md.", "Take the file from an older backup, see docs/backup.md."),
    ),
    "manifest": (DAMAGED, "Bản kê {path} bị hỏng.", "The manifest {path} is damaged.", _OLDER),
    "other-format": (
        DAMAGED,
        "Bản kê {path} có định dạng {format}, phiên bản này chỉ đọc được {known}.",
        "The manifest {path} has format {format}; this version reads {known}.",
        ("Dùng phiên bản của cổng đã ghi nó: {code}", "Use the version of the portal that wrote it: {code}"),
    ),
    "part-missing": (DAMAGED, "Bản sao lưu {id} thiếu {part}.", "The backup {id} lacks {part}.", _OLDER),
    "part-damaged": (
        DAMAGED,
        "Trong bản sao lưu {id}, {part} bị hỏng: nội dung không khớp bản kê.",
        "In the backup {id}, {part} is damaged: its bytes are not those of the manifest.",
        _OLDER,
    ),
    "mixed": (
        DAMAGED,
        "Danh mục tệp thuộc bản sao lưu {other}, mới hơn cơ sở dữ liệu của bản {id}.",
        "The list of files is that of the backup {other}, newer than the database of the backup {id}.",
        _OLDER,
    ),
    "mixed-older": (
        DAMAGED,
        "Danh mục tệp thuộc bản sao lưu {other}, cũ hơn cơ sở dữ liệu của bản {id}.",
        "The list of files is that of the backup {other}, older than the database of the backup {id}.",
        _OLDER,
    ),
    "files-missing": (
        DAMAGED,
        "Kho tệp sao lưu thiếu {count} tệp: {names}",
        "The store of the backups lacks {count} files: {names}",
        _AGAIN,
    ),
    "files-damaged": (
        DAMAGED,
        "Kho tệp sao lưu có {count} tệp bị hỏng: {names}",
        "{count} files in the store of the backups are damaged: {names}",
        _AGAIN,
    ),
    "wal-missing": (
        DAMAGED,
        "Kho nhật ký ghi thiếu đoạn {segment}: từ {moment} trở đi không khôi phục được.",
        "The archive lacks the write-ahead log segment {segment}: nothing after {moment} can be restored.",
        ("Khôi phục đến trước lúc đó: --at '{moment}'", "Restore up to that moment: --at '{moment}'"),
    ),
    "wal-missing-first": (
        DAMAGED,
        "Kho nhật ký ghi thiếu đoạn {segment}, mà bản sao lưu {id} không dùng được nếu thiếu nó.",
        "The archive lacks the write-ahead log segment {segment}, without which the backup {id} is of no use.",
        _OLDER,
    ),
    "wal-damaged": (
        DAMAGED,
        "Đoạn nhật ký ghi {segment} trong kho bị hỏng.",
        "The archived write-ahead log segment {segment} is damaged.",
        _OLDER,
    ),
    "wrong-key": (
        1,
        "Khóa này không mở được secrets.age của bản sao lưu {id}; bản đó mã hóa cho {recipient}.",
        "This key does not open secrets.age of the backup {id}, which is encrypted for {recipient}.",
        (
            "Dùng tệp khóa (age-keygen) ứng với khóa công khai đó.",
            "Use the key file (age-keygen) that belongs to that public key.",
        ),
    ),
    "no-key": (
        USAGE,
        "Thiếu tệp khóa: --key TỆP.",
        "The key file is missing: --key FILE.",
        ("Đó là tệp age-keygen đã ghi; giữ nó ngoài máy này.", "It is the file that age-keygen wrote; it is kept off this machine."),
    ),
    "unreadable-key": (
        USAGE,
        "Không đọc được tệp khóa {path}.",
        "The key file {path} cannot be read.",
        ("Kiểm tra đường dẫn.", "Check the path."),
    ),
    "not-empty": (
        OCCUPIED,
        "{var} đã có một cổng dữ liệu; khôi phục cần một thư mục trống.",
        "{var} holds a portal already; a restore needs an empty folder.",
        (
            "Nêu thư mục và cổng khác: PORTAL_VAR=var-restored PORTAL_PORT=5200 bin/portal restore …",
            "Name another folder and port: PORTAL_VAR=var-restored PORTAL_PORT=5200 bin/portal restore …",
        ),
    ),
    "bad-time": (
        USAGE,
        "“{text}” không phải là một thời điểm.",
        "“{text}” is no moment.",
        ("Ví dụ: --at '2026-11-29 20:15:00+07:00'", "For example: --at '2026-11-29 20:15:00+07:00'"),
    ),
    "future": (
        USAGE,
        "{text} còn ở tương lai.",
        "{text} lies in the future.",
        ("Bỏ --at để khôi phục đến lúc mới nhất.", "Leave --at out for the newest state."),
    ),
    "not-reached": (
        1,
        "Nhật ký ghi kết thúc trước {target}.",
        "The write-ahead log ends before {target}.",
        ("Bỏ --at để khôi phục đến lúc mới nhất.", "Leave --at out to restore the newest state that the archive has."),
    ),
    "recovery": (1, "PostgreSQL không khôi phục được:\n{log}", "PostgreSQL does not recover:\n{log}", _OLDER),
    "no-space": (
        1,
        "Đĩa không đủ chỗ: cần khoảng {need} MB, còn {free} MB.",
        "The disk has too little free space: about {need} MB are needed, {free} MB are free.",
        ("Giải phóng chỗ hoặc dùng đĩa khác.", "Free some, or use another disk."),
    ),
    "disk": (
        1,
        "Đĩa không đọc hay ghi được: {error}",
        "A disk cannot be read or written: {error}",
        (
            "Đĩa sao lưu có được gắn không, còn chỗ không, người dùng binhduong có quyền không?",
            "Is the disk of the backups mounted, has it free space, may the user binhduong use it?",
        ),
    ),
    "different": (
        DAMAGED,
        "Đã khôi phục nhưng khác lúc sao lưu: {differences}",
        "Restored, but not as it was at the time of the backup: {differences}",
        ("Xem docs/backup.md, mục “Khi đối chiếu thấy khác”.", "See docs/backup.md, “When the comparison finds a difference”."),
    ),
    "no-age": (1, "Thiếu chương trình age.", "The program age is missing.", ("sudo apt-get install age", "sudo apt-get install age")),
    "words": (USAGE, "Không có lệnh như vậy: {words}", "There is no such command: {words}", _READ_DOCS),
}


def problem(name: str, **values: object) -> Problem:
    """Return the problem of a name, filled in."""
    status, vi, en, remedy = _MESSAGES[name]
    texts = [text.format(**values) for text in (vi, en, *remedy)]
    return Problem(f"{texts[0]}\n  {texts[1]}", texts[2] if texts[2] == texts[3] else f"{texts[2]}\n    {texts[3]}", status)
