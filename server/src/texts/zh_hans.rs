//! Simplified Chinese.

mod body;
mod engine;
mod failure;
mod refusal;
mod store;

pub(super) use failure::failure;
pub(super) use refusal::refusal;

use super::{Standing, Text};

pub(super) const STANDING: Standing = Standing {
    again: "再次输入密码",
    create_admin: "创建管理员并登录",
    enter: "登录",
    first_start: "首次启动",
    lead_login: "登录以管理您的容器。",
    lead_setup: "创建第一个管理员。管理员相当于这台主机的 root：请选择一个可靠的密码。",
    log_in: "登录",
    name: "用户名",
    offline: "无法连接到 Pierhead",
    offline_more: "服务器没有响应，或者此设备处于离线状态。引擎上的容器仍在继续运行。",
    password: "密码",
    password_hint: "至少 12 个字符。几个词语比符号更容易记住。",
    refused: "未能完成请求",
    start_page: "前往首页",
    token: "初始化令牌",
    token_hint: "Pierhead 启动时会显示它，它也保存在数据目录的 “setup-token” 文件中。",
    try_again: "重试",
    welcome: "欢迎使用 Pierhead",
    your_name: "您的用户名",
};

pub(super) fn words(text: &Text) -> String {
    match text {
        Text::WrongLogin => "用户名或密码错误。".into(),
        Text::Wait { seconds, opens } => {
            let opens = if *opens {
                "如果您以前从此处登录过，现在输入正确的密码即可登录。"
            } else {
                ""
            };
            format!("登录失败次数过多。请在{}后重试。{opens}", span(*seconds))
        }
        Text::Busy => "现在登录的人太多，请稍后重试。".into(),
        Text::FormIncomplete => "表单不完整。请填写后重新提交。".into(),
        Text::WrongSetupToken(0) => format!("初始化令牌不正确。{NEW_TOKEN}"),
        Text::WrongSetupToken(left) => format!("初始化令牌不正确。还可以尝试 {left} 次。"),
        Text::SetupTokenGone => format!("这个初始化令牌已失效。{NEW_TOKEN}"),
        Text::SetUpAlready => "Pierhead 已完成初始化，请登录。".into(),
        Text::InvalidName => "用户名为 1 至 64 个字母、数字或 . _ @ -，并以字母或数字开头。".into(),
        Text::PasswordLength { min, max } => format!("密码长度须为 {min} 至 {max} 字节。"),
        Text::PasswordsDiffer => "两次输入的密码不一致。".into(),
        Text::ServerFailed => "Pierhead 出现错误，详情见其日志。".into(),
    }
}

const NEW_TOKEN: &str = "要获取新的令牌，请重启 Pierhead，或在其主机上运行 “pierhead setup-token”。";

fn span(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!(" {seconds} 秒"),
        (minutes, 0) => format!(" {minutes} 分钟"),
        (minutes, seconds) => format!(" {minutes} 分 {seconds} 秒"),
    }
}
