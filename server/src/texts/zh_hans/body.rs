//! Why a body isn't sent, in Simplified Chinese.

use gate::body::{Approvable, Form, LONGEST, Noun, Objection, Refused, Unreadable, Why, quoted};

pub(super) fn refused(Refused { field, why: reason }: &Refused) -> String {
    if field.is_empty() { why(reason) } else { format!("{field}：{}", why(reason)) }
}

fn why(why: &Why) -> String {
    match why {
        Why::Unreadable(why) => format!("无法读取请求内容：{}", unreadable(*why)),
        Why::TooLong => format!("请求内容超过 {LONGEST} 字节"),
        Why::NoPolicy => "只有管理员能发送".into(),
        Why::Unknown => "此处没有这个字段：名称须完全一致，包括大小写".into(),
        Why::Twice => "重复给出".into(),
        Why::NotA(what) => form(*what).into(),
        Why::NotOneOf(texts) => format!("须为 {}", either(texts)),
        Why::Bounds { least, most } => format!("须在 {least} 与 {most} 之间：管理员可以要求更多"),
        Why::OnlyAdmins(why) => format!("{}：请去掉此项，或向管理员申请", objection(*why)),
        Why::NotApproved { what, approved } => {
            let (what, setting) = (approvable(*what), what.setting());
            format!("{what}须经管理员批准（设置项 {setting}）{}", listed(approved))
        }
        Why::NotYours { what, name } => format!("您的堆栈中没有{}{}", noun(*what), quoted(name)),
        Why::NoImage { name } => format!("引擎上没有您可以使用的镜像{}：请先拉取", quoted(name)),
        Why::BakedOrders { label } => {
            format!("镜像带有标签{}，其他程序会按它行事：请使用没有它的镜像，或向管理员申请", quoted(label))
        }
        Why::BakedVariable { name } => {
            format!(
                "镜像带有环境变量{}，其他程序会按它行事：请只写出它的名称以去掉它，或向管理员申请",
                quoted(name)
            )
        }
        Why::BakedStack { label, value } => format!(
            "镜像带有标签 {label}，而您没有堆栈{}：请给容器加上此标签，值为您的一个堆栈",
            quoted(value)
        ),
        Why::KeptFor { stack } => {
            format!("以 {stack}_ 开头的名称属于堆栈 {stack}，它不是您的：请换一个")
        }
        Why::Taken => "其他堆栈的容器已使用此名称：请换一个".into(),
    }
}

fn either(texts: &[&str]) -> String {
    match texts {
        [before @ .., last] if !before.is_empty() => format!("{} 或 {last}", before.join("、")),
        _ => texts.concat(),
    }
}

fn listed(approved: &[String]) -> String {
    if approved.is_empty() {
        "，目前没有已批准的".into()
    } else {
        format!("：{}", approved.join("、"))
    }
}

fn unreadable(unreadable: Unreadable) -> &'static str {
    match unreadable {
        Unreadable::Behind => "JSON 之后还有内容",
        Unreadable::NotAnObject => "不是对象",
        Unreadable::NotJson => "不是 JSON",
        Unreadable::TooDeep => "嵌套过深",
        Unreadable::Twice => "有重复的键",
        Unreadable::Zero => "文本中有零字节",
    }
}

/// What a value has to be, as the whole of what is said.
fn form(form: Form) -> &'static str {
    match form {
        Form::AddressElsewhere => "须为另一台机器的地址",
        Form::Bind => "须为 来源:目标:选项",
        Form::BindOptions => "除 ro、rw、nocopy 和 z 外，不能有其他选项",
        Form::Capability => "须为能力，例如 NET_RAW",
        Form::Command => "须更短：命令最长 32 KiB",
        Form::Domain => "须为域名",
        Form::EmptyForTmpfs => "tmpfs 时须为空",
        Form::EmptyObject => "须为 {}",
        Form::Flag => "须为 true 或 false",
        Form::Given => "必须给出",
        Form::HealthTest => "须为以 NONE、CMD 或 CMD-SHELL 开头的检查",
        Form::HeightAndWidth => "须为高度和宽度",
        Form::HostAndAddress => "须为 名称:地址",
        Form::HostName => "须为主机名：字母、数字，其间可有 - _ .",
        Form::Image => "须为镜像，例如 nginx:1.29",
        Form::Keys => "须为按键，例如 ctrl-p,ctrl-q",
        Form::Label => "须为普通字符的标签，不含空格",
        Form::FewLabels => "须为标签更少的镜像：所有标签合计最多 16 KiB",
        Form::Labels => "须更短：所有标签合计最多 16 KiB",
        Form::List => "须为列表",
        Form::MountPoint => "须为绝对路径，不能是 /，其中不能有 . 和 ..",
        Form::Name => "须为名称：以字母或数字开头，其后为字母、数字、- _ .",
        Form::NetworkName => "名称不能是 ID，也不能是引擎自己的名称",
        Form::NoId => "名称不能像 ID",
        Form::NotRoot => "须为大于 0 的数字，例如 1000 或 1000:1000：此处的容器不以 root 运行",
        Form::Number => "须为数字",
        Form::Numbers => "须为数字，例如 0-3,5",
        Form::Object => "须为对象",
        Form::OfItsType => "须与挂载的类型一致",
        Form::PathBeneath => "须为不含 .. 的路径",
        Form::Port => "须为端口，例如 80/tcp",
        Form::PortAboveZero => "须为大于 0 的端口",
        Form::PortOrRange => "须为一个端口，或以 - 连接的两个端口",
        Form::ResolverOption => "须为解析器选项，例如 ndots:2",
        Form::Shorter => "太长：最多 1000 项",
        Form::ShortCommand => "须为命令更短的镜像：请给出最长 32 KiB 的命令",
        Form::Signal => "须为信号，例如 SIGTERM",
        Form::Size => "须为大小，例如 10m",
        Form::Stack => "必须给出：它将属于您的哪个堆栈",
        Form::Text => "须为文本",
        Form::Ulimit => "须有名称、软限制和不低于它的硬限制",
        Form::Variable => "须为 KEY=value，且有变量名",
        Form::VolumeOrPath => "须为卷的名称，或已批准的目录的路径",
        Form::WholeNumber => "须为整数",
        Form::WithPeriod => "须与 CpuPeriod 一起给出",
        Form::WithQuota => "须与 CpuQuota 一起给出",
        Form::WithSize => "须给出大小，例如 64m",
    }
}

fn objection(objection: Objection) -> &'static str {
    match objection {
        Objection::ClientsFile => "这是客户端的文件",
        Objection::CommandIsRoot => "该命令会成为主机的 root",
        Objection::Connects => "它可能让引擎连接到别处",
        Objection::DevicesNamed => "它指定了主机的设备",
        Objection::DevicesOpened => "它会开放主机的设备",
        Objection::DriversAreForeign => "其他驱动是独立的程序",
        Objection::EngineChoosesAddresses => "这些地址可能属于他人：引擎会选择空闲的地址",
        Objection::EngineSays => "这由引擎给出",
        Objection::ForImages => "它用于镜像",
        Objection::ForOtherDrivers => "它用于其他驱动",
        Objection::ForOtherNetworks => "它用于其他网络",
        Objection::ForSwarms => "它用于 Swarm",
        Objection::ForWindows => "它用于 Windows 上的引擎",
        Objection::Forgotten => "引擎已几乎不再支持它",
        Objection::HostAddress => "这是主机自己的地址",
        Objection::HostFolder => "引擎会在主机上创建目录",
        Objection::HostGroup => "主机的组可能有权打开引擎的套接字",
        Objection::HostInterface => "选项可能占用主机的网络接口",
        Objection::HostMemory => "主机反而会耗尽内存",
        Objection::HostMounts => "容器挂载的内容会挂载到主机上",
        Objection::HostName => "容器可以更改主机名",
        Objection::HostPort => "此端口是主机自己的",
        Objection::HostRoot => "容器会成为主机的 root",
        Objection::HostSettings => "选项可能更改主机的设置",
        Objection::HostUsers => "容器中的 root 会成为主机的 root",
        Objection::ImagesNotMounted => "不能挂载镜像",
        Objection::KernelFiles => "不能挂载到内核自己的文件之上",
        Objection::KernelHidden => "即使为空，也会开放内核隐藏的内容",
        Objection::KernelSettings => "即使为空，也会开放内核的设置",
        Objection::MachinesAddress => "可能占用另一台机器的地址",
        Objection::OpensClosed => "其中一些选项会开放已关闭的内容",
        Objection::OrdersByVariable => "其他程序会按此环境变量行事",
        Objection::OrdersToPrograms => "其他程序会按此标签行事",
        Objection::OrdersToRuntimes => "运行时会按它行事",
        Objection::OthersAddress => "可能占用另一个容器的地址",
        Objection::OthersCgroup => "容器会处于他人的控制组中",
        Objection::OthersEnvironment => "它会显示另一个容器的环境变量",
        Objection::OthersMounts => "它会取得另一个容器挂载的一切",
        Objection::OthersNetwork => "容器会共享不属于自己的网络",
        Objection::OthersOptions => "它会采用另一个网络的选项",
        Objection::OthersProcesses => "容器会看到他人的进程",
        Objection::OthersWait => "其他容器会因此等待",
        Objection::PortsUnchosen => "它会开放没有人选择的端口",
        Objection::Runtime => "其他运行时可能不作任何限制",
        Objection::Services => "服务仅限管理员",
        Objection::SwarmsOwn => "这是 Swarm 自己的",
        Objection::UserMayDoMore => "容器的进程属于另一个用户，而此用户的权限可能更大",
        Objection::VolumeOptions => "带选项的卷可能是主机的任何目录",
        Objection::VolumeOfRoot => "有一个等同于主机 root 的容器在使用此卷，而它未通过 deploy-volume 批准",
        Objection::WayOut => "出口路由不由容器选择",
    }
}

fn approvable(approvable: Approvable) -> &'static str {
    match approvable {
        Approvable::Addresses => "发布端口的地址",
        Approvable::Capabilities => "能力",
        Approvable::HostPaths => "主机路径",
        Approvable::KernelParameters => "内核参数",
        Approvable::Registries => "仓库",
        Approvable::SecurityOptions => "除 no-new-privileges 以外的安全选项",
    }
}

fn noun(noun: Noun) -> &'static str {
    match noun {
        Noun::Container => "容器",
        Noun::Network => "网络",
        Noun::Stack => "堆栈",
        Noun::Volume => "卷",
    }
}
