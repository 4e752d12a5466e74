//! What the gate's refusals say, in Simplified Chinese.

use gate::{Grant, Namespace, Power, Refusal, Role};

pub(in crate::texts) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Role { name, role: own, needed } => {
            format!("{name} 是{}，此操作需要“{}”角色", role(*own), role(*needed))
        }
        Refusal::Grant { name, needed } => {
            format!("{name} 在此没有“{}”授权：管理员可以授予", grant(*needed))
        }
        Refusal::OutOfScope { name } => format!("它不属于 {name} 的任何堆栈"),
        Refusal::Shared => "它还属于其他堆栈：请向管理员申请".into(),
        Refusal::OthersImage { reference } => {
            format!("{reference} 已在引擎上供他人使用，且与仓库中的不同：管理员可以拉取")
        }
        Refusal::NotEverything { name } => format!("这超出了 {name} 的堆栈：需要“全部”范围"),
        Refusal::Power { power } => {
            format!("此容器{}，因此等同于主机的 root，仅限管理员", self::power(power))
        }
        Refusal::OwnContainer => "Pierhead 运行在此容器中：所有人的访问都会中断。请确认您要这样做".into(),
        Refusal::NotRaw { name } => {
            format!("{name} 未获准原样使用引擎（raw）：管理员可以用 `pierhead user raw {name} on` 允许")
        }
        Refusal::ProofNeeded => "请再次输入密码，以确认是您本人".into(),
    }
}

fn power(power: &Power) -> String {
    match power {
        Power::Privileged => "是特权容器".into(),
        Power::Devices => "带有主机的设备".into(),
        Power::Capability(name) => format!("拥有能力 {name}"),
        Power::Namespace(of) => format!("共享主机或其他容器的{}命名空间", namespace(*of)),
        Power::HostPath(path) => format!("挂载了主机的 {path}"),
        Power::SomeHostPath => "挂载了主机的路径".into(),
        Power::Volume(name) => format!("挂载了卷 {name}（可能是主机的任何目录）"),
        Power::SharedVolume(name) => format!("与等同于主机 root 的容器共用卷 {name}"),
        Power::Unprotected(option) => format!("没有通常的保护（{option}）"),
        Power::Runtime(name) => format!("没有通常的保护（运行时 {name}）"),
        Power::Unmasked => "没有通常的保护（/proc 和 /sys 未被遮蔽）".into(),
        Power::Pierhead => "是 Pierhead 自身所在的容器".into(),
        Power::Untold => "可能拥有任何权限（引擎没有告知）".into(),
    }
}

fn namespace(namespace: Namespace) -> &'static str {
    match namespace {
        Namespace::ControlGroup => "控制组",
        Namespace::HostName => "主机名",
        Namespace::Ipc => "进程间通信",
        Namespace::Network => "网络",
        Namespace::Process => "进程",
        Namespace::User => "用户",
    }
}

pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => "查看者",
        Role::Operator => "操作员",
        Role::Admin => "管理员",
    }
}

fn grant(grant: Grant) -> &'static str {
    match grant {
        Grant::Logs => "读取日志",
        Grant::Exec => "在容器内运行命令",
        Grant::Deploy => "部署",
        Grant::Files => "读取文件",
    }
}
