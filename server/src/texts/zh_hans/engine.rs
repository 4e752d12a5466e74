//! What is wrong with engines and with requests to them, in Simplified Chinese. What an engine says itself is quoted.

use engine::{Error, InvalidAddress};
use engine_api::{
    call::Unsendable,
    command::NotUnderstood,
    reference::InvalidReference,
    reply::Broken,
    unread::Unread,
    version::{NEWEST, NoCommonVersion, OLDEST},
};
use wire::Problem;

fn address(why: &InvalidAddress) -> String {
    match why {
        InvalidAddress::Form { text, .. } => {
            format!("{text:?} 不是可用的引擎地址：只支持 unix://、tcp://、http:// 和 https://")
        }
        InvalidAddress::Insecure { text } => {
            format!(
                "{text} 没有 TLS，途中任何人都可能成为那台机器的 root。请设置 DOCKER_TLS_VERIFY 和 DOCKER_CERT_PATH"
            )
        }
        InvalidAddress::NoTlsFiles { text } => {
            format!("{text} 需要 TLS：请将 DOCKER_CERT_PATH 设为包含 ca.pem、cert.pem 和 key.pem 的目录")
        }
        InvalidAddress::Context { name, why } => format!("无法使用 docker 上下文 {name:?}：{why}"),
        InvalidAddress::Configuration { path, why } => format!("无法读取 {path}：{why}"),
    }
}

pub(super) fn error(error: &Error) -> String {
    match error {
        Error::Engine { message, .. } => message.clone(),
        Error::Address(why) => address(why),
        Error::Connect { address, source } => format!("无法连接到 {address}：{source}"),
        Error::Unconnected { address, after } => {
            format!("在 {} 秒内未能与 {address} 建立连接", after.as_secs_f32())
        }
        Error::Tls { address, message } => format!("无法与 {address} 建立 TLS 连接：{message}"),
        Error::Silent { what, address, after } => {
            format!("{address} 在 {} 秒内没有响应：{what}", after.as_secs_f32())
        }
        Error::Busy { what } => format!("引擎过于繁忙：{what}"),
        Error::Transport { what, source } => format!("{what} 的响应中断：{source}"),
        Error::CutOff { what, source } => format!("引擎对 {what} 的响应不完整：{source}"),
        Error::Endless { what, after } => {
            format!("引擎对 {what} 的响应在 {} 秒后仍未结束", after.as_secs_f32())
        }
        Error::Unasked { what } => format!("引擎未经请求就更换了协议：{what}"),
        Error::TooLarge { what, limit } => format!("{what} 的响应超过 {limit} 字节"),
        Error::Reply { what, source } => {
            format!("无法理解引擎对 {what} 的响应：{}", Unread(source))
        }
        Error::Stream { source, .. } => broken(source),
        Error::NotAnEngine { address, answer } => format!("在 {address} 响应的不是引擎：{answer}"),
        Error::Version(NoCommonVersion::TooOld { api }) => {
            format!("引擎的 API 最高为 {api}，至少需要 {OLDEST}")
        }
        Error::Version(NoCommonVersion::TooNew { minimum }) => {
            format!("引擎的 API 最低为 {minimum}，此处最高支持 {NEWEST}")
        }
        Error::Unsendable(Unsendable::Name(name)) => format!("{name:?} 不能作为引擎对象的名称"),
        Error::Unsendable(Unsendable::Body(error)) => format!("无法写出请求内容：{error}"),
        Error::Unsendable(Unsendable::Http(error)) => format!("无法写出请求：{error}"),
    }
}

fn broken(broken: &Broken) -> String {
    match broken {
        Broken::Failed(message) => message.clone(),
        Broken::TooLarge { size, limit } => format!("一项有 {size} 字节，最多 {limit} 字节"),
        Broken::NotAFrame(start) => format!("不是数据帧：以 {start:?} 开头"),
        Broken::Json(error) => format!("不是预期的 JSON：{}", Unread(error)),
        Broken::Cut => "数据流在一项的中间结束".into(),
    }
}

pub(super) fn problem(problem: &Problem) -> String {
    match problem {
        Problem::NoSocket { path } => format!("{path} 处没有套接字"),
        Problem::PermissionDenied { path, fix, .. } => format!("无权打开 {path}；{fix}"),
        Problem::Refused { address } => format!("{address} 处没有程序在监听"),
        Problem::Unanswered { address } => format!("{address} 没有接受连接"),
        Problem::Silent { address, .. } => format!("{address} 没有响应"),
        Problem::TooOld { api, .. } => format!("它的 API {api} 太旧"),
        Problem::TooNew { minimum, .. } => format!("它的 API {minimum} 太新"),
        Problem::NotAnEngine { address, .. } => format!("在 {address} 响应的不是引擎"),
        Problem::Tls { message } | Problem::Other { message } => message.clone(),
    }
}

pub(super) fn not_understood(error: &NotUnderstood) -> String {
    match error {
        NotUnderstood::NoOperation => "引擎的 API 在此方法和路径上没有操作".into(),
        NotUnderstood::Version(version) => {
            format!("此处不支持 API 版本 {version}：支持 {OLDEST} 至 {NEWEST}")
        }
        NotUnderstood::UnknownKey { operation, key } => format!("{operation} 没有查询参数 {key:?}"),
        NotUnderstood::TwiceGiven(key) => format!("查询参数 {key:?} 出现了多次"),
        NotUnderstood::Query(why) => format!("无法读取查询：{why}"),
    }
}

pub(super) fn reference(error: &InvalidReference) -> &'static str {
    match error {
        InvalidReference::Length => "镜像名称为 1 至 255 个字符",
        InvalidReference::Case => "镜像名称须为小写",
        InvalidReference::Name => "镜像名称由字母和数字组成，其间可有单个 . _ - 或 /",
        InvalidReference::Tag => "标签最多 128 个字母、数字、_ . 或 -，且不能以 . 或 - 开头",
        InvalidReference::Digest => "摘要须为 sha256: 加 64 个十六进制数字",
    }
}
