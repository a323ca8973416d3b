"""What is said of files that cannot be read or written now: open, being saved, in the cloud, read-only."""

from __future__ import annotations

from typing import Final

__all__ = ["DISK"]

DISK: Final[dict[str, tuple[str, str, str, str]]] = {
    # key: what zh, what en, remedy zh, remedy en
    "changed": (
        "文件在读取之后被改过，这次没有写入",
        "the file changed after it was read; nothing was written",
        "请再运行一次",
        "run again",
    ),
    "gone": (
        "文件在读取之后不见了，这次没有写入",
        "the file vanished after it was read; nothing was written",
        "请把文件放回原处，再运行一次",
        "put it back, then run again",
    ),
    "locked": (
        "{who} 正在使用这个文件",
        "{who} has the file open",
        "关闭后会自动补上；若没有人打开，请删除同目录的 {lock}",
        "it catches up once the file is closed; if nobody has it open, delete {lock} beside it",
    ),
    "saving": (
        "文件正在保存，还没有写完",
        "the file is being saved right now",
        "稍等几秒再试；一直这样的话，请从备份取一份完整的文件",
        "try again in a few seconds; if it stays so, take a whole copy from a backup",
    ),
    "cloud": (
        "文件还在云端，没有下载到这台电脑",
        "the file is still in the cloud, not on this computer",
        "请在网盘里对它选“始终保留在此设备上”，下载完成后会自动补上",
        "choose “Always keep on this device” for it; once it is downloaded it catches up",
    ),
    "hollow": (
        "文件里全是空字节：网盘还没有把内容下载下来，或磁盘出过故障",
        "the file holds nothing but zero bytes: it was not downloaded yet, or the disk failed",
        "请等网盘同步完成；若已完成，请从备份取一份完整的文件",
        "wait until the cloud folder has synced; if it has, take a whole copy from a backup",
    ),
    "read_only": (
        "文件是只读的，没有写入",
        "the file is read-only and was left alone",
        "请取消只读（右键 → 属性，或文件夹的权限），之后会自动补上",
        "clear its read-only attribute (or mend the folder's permissions); it catches up afterwards",
    ),
    "spare": (
        "备份副本写不进去（{reason}），所以工作簿也没有动",
        "the spare copy cannot be written ({reason}), so the workbook was left alone",
        "请检查这个文件夹的磁盘空间和权限，下一次运行会再试",
        "check free space and permissions of this folder; the next run tries again",
    ),
    "busy": (
        "文件正被另一个程序占用",
        "another program holds the file",
        "请关闭 Excel 或 WPS 中的这个文件；之后会自动补上",
        "close it in Excel or WPS; it catches up afterwards",
    ),
}
