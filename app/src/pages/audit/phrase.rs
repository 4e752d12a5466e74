//! What somebody did, in a word between who and what.

use crate::i18n::Text;

/// The word for an operation, by its name in the audit. Of those that hardly anybody does there is none: their names
/// are told.
pub(crate) fn phrase(operation: &str) -> Option<Text> {
    Some(match operation {
        "UserAdd" => Text::DidAdded,
        "ContainerAttach" | "ContainerAttachWebsocket" => Text::DidAttachedTo,
        "ImageBuild" => Text::DidBuilt,
        "ContainerUpdate" | "VolumeUpdate" | "ServiceUpdate" | "SecretUpdate" | "ConfigUpdate" => {
            Text::DidChangedIt
        }
        "UserPassword" => Text::DidChangedPassword,
        "UserRole" | "UserScope" | "UserRaw" => Text::DidChangedRights,
        "NetworkConnect" => Text::DidConnected,
        "ContainerCreate" | "VolumeCreate" | "NetworkCreate" | "ServiceCreate" | "SecretCreate"
        | "ConfigCreate" | "TokenCreate" => Text::DidCreatedIt,
        "UserDisable" => Text::DidDisabledThem,
        "NetworkDisconnect" => Text::DidDisconnected,
        "UserEnable" => Text::DidEnabledThem,
        "SessionEnd" => Text::DidEndedSession,
        "ContainerKill" => Text::DidKilledIt,
        "ImageLoad" => Text::DidLoadedIt,
        "ImageCommit" => Text::DidMadeImageOf,
        "StackMove" | "StackAdopt" => Text::DidMovedToStack,
        "ContainerPause" => Text::DidPausedIt,
        "SessionProve" => Text::DidProved,
        "ContainerPrune" | "ImagePrune" | "VolumePrune" | "NetworkPrune" | "BuildPrune" => Text::DidPruned,
        "ImageCreate" => Text::DidPulled,
        "ImagePush" => Text::DidPushed,
        "ContainerExec" | "ExecStart" => Text::DidRanIn,
        "ContainerDelete" | "ImageDelete" | "VolumeDelete" | "NetworkDelete" | "ServiceDelete"
        | "SecretDelete" | "ConfigDelete" | "StackDissolve" => Text::DidRemovedIt,
        "ContainerRename" => Text::DidRenamedIt,
        "ContainerRestart" => Text::DidRestartedIt,
        "TokenRevoke" => Text::DidRevokedIt,
        "ContainerStart" => Text::DidStartedIt,
        "ContainerStop" => Text::DidStoppedIt,
        "EngineHostRoot" => Text::DidSwitchedHostRoot,
        "ImageTag" => Text::DidTaggedIt,
        "ContainerUnpause" => Text::DidUnpausedIt,
        "PutContainerArchive" => Text::DidWroteInto,
        _ => return None,
    })
}
