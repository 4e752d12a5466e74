//! What can go wrong with the store, in Simplified Chinese.

use crate::store::StoreError;

pub(super) fn error(error: &StoreError) -> String {
    use StoreError as E;
    match error {
        E::Folder { path, error } => {
            format!("无法使用 {}：{error}；请用 --data 指定此用户可以写入的数据目录", path.display())
        }
        E::NotOurs { path, owner } => format!(
            "{} 属于用户 {owner}，而不是此用户：Pierhead 在其中保存机密；请以其所有者运行，或用 --data 指定另一个",
            path.display()
        ),
        E::InUse { path } => format!(
            "{} 已用于其他用途：Pierhead 会禁止他人访问其目录，现在的使用者将无法使用它；请用 --data 指定一个专用目录",
            path.display()
        ),
        E::Missing { path } => format!(
            "{} 中没有 Pierhead 数据库：请用 --data 指定服务器的数据目录（首次 `pierhead serve` 时创建）",
            path.display()
        ),
        E::Served { path } => {
            format!("已有一个 Pierhead 在使用 {}：请先结束它，或用 --data 指定另一个", path.display())
        }
        E::Newer { path, found, known } => format!(
            "{path} 的版本是 {found}，此 Pierhead 最高支持 {known}：请运行较新的 Pierhead，\
             或恢复它升级前保留的副本（{path}.before-*）",
            path = path.display()
        ),
        E::Damaged { path, error } => format!(
            "{path} 已损坏或不是数据库：{error}；其内容未被改动。请恢复一份副本（例如 {path}.before-*），\
             或将其移走以重新开始",
            path = path.display()
        ),
        E::ReadOnly { path } => format!("无法写入 {}：它或它所在的目录是只读的", path.display()),
        E::DiskFull { path } => {
            format!("{} 所在的磁盘没有剩余空间：没有做任何更改；请腾出空间后重试", path.display())
        }
        E::Busy { path } => format!("{} 正被另一个进程使用：请重试", path.display()),
        E::Copy { copy, error } => {
            format!("无法创建副本 {}，因此数据库没有升级：{error}", copy.display())
        }
        E::Sqlite { path, error } => format!("{}：{error}", path.display()),
        E::Overloaded => "等待写入磁盘的更改太多".into(),
        E::Stopped => "存储已停止".into(),
    }
}
