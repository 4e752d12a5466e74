//! What failures say, in Simplified Chinese.

use super::{body, engine, refusal, refusal::role, store};
use crate::error::{Error, Feature, Malformed};

pub(in crate::texts) fn failure(error: &Error) -> String {
    match error {
        Error::NotLoggedIn => "请先登录".into(),
        Error::TokenNotGood => "此令牌无效或已失效：它已被吊销，或从未是我们的令牌。请创建新令牌".into(),
        Error::TokenExpired => "此令牌已到期：请创建新令牌".into(),
        Error::TokenOwnerDisabled => "所有者被停用期间，此令牌无效：请联系管理员".into(),
        Error::WrongLogin { .. } => "用户名或密码错误".into(),
        Error::Throttled { seconds, opens, .. } => {
            let opens = if *opens {
                "；如果您以前从此处登录过，现在输入正确的密码即可登录"
            } else {
                ""
            };
            format!("登录失败次数过多：请在 {seconds} 秒后重试{opens}")
        }
        Error::Busy => "现在登录的人太多：请稍后重试".into(),
        Error::RoleTooLow { name, needed } => {
            format!("{name} 不能执行此操作：需要“{}”角色", role(*needed))
        }
        Error::WrongSetupToken { left } => format!("初始化令牌不正确：还可以尝试 {left} 次"),
        Error::SetupTokenGone => {
            "此初始化令牌已失效：请重启 Pierhead，或运行 `pierhead setup-token`，以获取新的令牌".into()
        }
        Error::SetUpAlready => "Pierhead 已完成初始化：请登录".into(),
        Error::InvalidName => "用户名为 1 至 64 个字母、数字或 . _ @ -，并以字母或数字开头".into(),
        Error::InvalidStackName(gate::InvalidStackName(name)) => {
            format!("{name:?} 不能作为堆栈名：须为 1 至 63 个 a-z、0-9、_ 或 -，并以字母或数字开头")
        }
        Error::NameTaken { name } => format!("名称 {name} 已被占用"),
        Error::NoSuchUser { name } => format!("没有用户 {name}"),
        Error::NoSuchToken { id } => format!("没有令牌 {id}"),
        Error::TokenAboveOwner { name, role: own } => {
            format!("{name} 的角色是“{}”：令牌的角色不能更高", role(*own))
        }
        Error::NarrowAdminToken => {
            "管理员的权限没有边界：仅限单个堆栈或部分授权的令牌，请使用较低的角色".into()
        }
        Error::PasswordLength { min, max } => format!("密码长度须为 {min} 至 {max} 字节"),
        Error::LabelsChanged { stack } => {
            format!("带有堆栈 {stack} 的标签的对象已与您看到的不同：请重新查看，再放入堆栈")
        }
        Error::LabelValuesHidden => "只能按名称查找标签：您的角色看不到值".into(),
        Error::StackFull { stack, most } => {
            format!("一个堆栈最多包含 {most} 个对象，{stack} 已达上限：请删除不再使用的对象")
        }
        Error::WrongPassword { .. } => "这不是您的密码".into(),
        Error::OwnPassword => "您自己的密码在“账户”中修改，那里会要求输入当前密码".into(),
        Error::OwnRights => "没有人能取消自己的权限：请由另一位管理员操作".into(),
        Error::LastAdmin { name } => {
            format!("{name} 是最后一位可以登录的管理员：请先将另一人设为管理员")
        }
        Error::SessionNeeded => "令牌不能执行此操作：请用密码登录".into(),
        Error::InvalidTokenName { most } => format!("令牌的名称为 1 至 {most} 个字符，说明其用途"),
        Error::InvalidExpiry { most } => format!("令牌的有效期为 1 至 {most} 天"),
        Error::TooManyTokens { most } => format!("已有 {most} 个令牌，达到上限：请吊销不再使用的令牌"),
        Error::PasswordsDiffer => "两次输入的密码不一致".into(),
        Error::NotFound => "此地址没有任何内容".into(),
        Error::MethodNotAllowed => "此地址不支持该方法".into(),
        Error::UnknownHost { host } => {
            format!(
                "此服务器不使用 {host:?} 这个名称：如果应当使用，请以 --allow-host NAME（或 PIERHEAD_ALLOW_HOST）启动"
            )
        }
        Error::ForeignOrigin => {
            "请求来自其他网站的页面，或没有说明来源；不使用浏览器时，请使用 bearer 令牌".into()
        }
        Error::Malformed(malformed) => format!("无法理解该请求：{}", self::malformed(malformed)),
        Error::TooLarge { limit } => format!("请求内容超过 {limit} 字节"),
        Error::ContentType { found, expected } => {
            format!("此处无法处理内容类型 {found:?}：请发送 {expected}")
        }
        Error::ContentEncoding => "此处无法处理压缩的请求内容".into(),
        Error::Overloaded => "服务器过于繁忙：请稍后重试".into(),
        Error::TooManyAtOnce { most } => {
            format!("您同时打开了 {most} 个请求，或所有人的请求总数过多：请结束一个流，或稍后重试")
        }
        Error::TimedOut => "耗时过长，已放弃".into(),
        Error::Refused(refusal) => refusal::refusal(refusal),
        Error::RawApiOff => "只有原样提供引擎时才能通过：请用 --raw-api 开启".into(),
        Error::HostRootOff => "此操作等同于主机的 root，而此引擎已关闭此类操作：管理员可以在“引擎”页面，\
             或用 `pierhead host-root on` 开启"
            .into(),
        Error::RawNeeded => "只有获准原样使用引擎（raw）的管理员才能通过，而您没有：管理员可以用 \
             `pierhead user raw` 允许"
            .into(),
        Error::Denied(refused) => body::refused(refused),
        Error::NoSuchObject { message } => message.clone(),
        Error::TakenMeanwhile => "另一个堆栈刚刚占用了其中一个名称：请换一个".into(),
        Error::NoSuchEngine { name } => format!("这里没有名为 {name:?} 的引擎"),
        Error::TokenNeeded => {
            "引擎自身的 API 需要令牌，不接受会话：请以 \"Authorization: Bearer …\" 发送".into()
        }
        Error::NotUnderstood(error) => engine::not_understood(error),
        Error::Engine(error) => engine::error(error),
        Error::EngineNotSeenYet => "尚未连接到引擎".into(),
        Error::EngineGone(problem) => format!("无法连接到引擎：{}", engine::problem(problem)),
        Error::EngineTellsNot(problem) => format!("引擎无法列出这些内容：{}", engine::problem(problem)),
        Error::TooManyUsers { most } => {
            format!("使用此卷的容器（包括间接使用的）超过 {most} 个：管理员可以在页面中使用它")
        }
        Error::UsersUntold => "引擎目前无法说明还有什么在使用此卷，因此未执行任何操作".into(),
        Error::TooManyJobs => "同时运行的任务太多：请等待一个任务结束，或取消一个".into(),
        Error::VolumeExists { name } => format!("已有卷 {name}"),
        Error::Store(error) => store::error(error),
        Error::Internal(_) => "Pierhead 出现错误，详情见其日志".into(),
    }
}

fn malformed(malformed: &Malformed) -> String {
    match malformed {
        Malformed::Said(words) => words.clone(),
        Malformed::Reference { reference, why } => format!("{reference:?}：{}", engine::reference(why)),
        Malformed::Form => "此处不接受表单：请不发送内容，或发送 application/json".into(),
        Malformed::NamelessVolume => "卷需要一个名称".into(),
        Malformed::Forced => "只有管理员能强制执行：请先删除使用该镜像的容器".into(),
        Malformed::NewName { name } => {
            format!("{name:?} 不能作为名称：须为 2 至 128 个 a-z、A-Z、0-9、_ . 或 -，并且不能像 ID")
        }
        Malformed::TooManyNames { count, most } => {
            format!("请求内容提到了 {count} 个对象：最多 {most} 个")
        }
        Malformed::LongLabel { most } => format!("标签超过 {most} 字节"),
        Malformed::NamedTwice { place } => format!("{place:?} 出现了两次"),
        Malformed::Platform { platform, approved } => {
            format!("{platform:?} 不是管理员批准的平台：{approved}")
        }
        Malformed::NewerEngine { what, needed, version } => {
            format!("{}：只有 API {needed} 及以上的引擎支持，此引擎为 {version}", feature(*what))
        }
        Malformed::Host => "必须且只能指定一个主机".into(),
    }
}

fn feature(feature: Feature) -> &'static str {
    match feature {
        Feature::NonRecursiveMounts => "非递归挂载",
        Feature::DevicesByDriver => "由驱动提供的 GPU 等设备",
        Feature::Platform => "指定平台",
        Feature::OwnCgroups => "独立的控制组",
        Feature::Annotations => "注解",
        Feature::RecursiveReadOnly => "递归只读挂载",
        Feature::StartInterval => "启动阶段的健康检查间隔",
        Feature::SeveralNetworks => "同时加入多个网络",
        Feature::VolumePart => "卷的一部分",
        Feature::ImageFiles => "镜像中的文件",
        Feature::GatewayPriority => "网关优先级",
    }
}
