//! The pieces that refusals of bodies are made of.

use crate::words::words;

words! {
    /// Why a body is no body at all.
    Unreadable {
        Behind: "something follows the JSON",
        NotAnObject: "it isn't an object",
        NotJson: "it isn't JSON",
        TooDeep: "it is nested too deeply",
        Twice: "a key is given twice",
        Zero: "a text has a zero byte",
    }
}

words! {
    /// What a value has to be.
    Form {
        AddressElsewhere: "the address of another machine",
        Bind: "source:target:options",
        BindOptions: "without options other than ro, rw, nocopy and z",
        Capability: "a capability, as NET_RAW",
        Command: "shorter: a command has up to 32 KiB",
        Domain: "a domain",
        EmptyForTmpfs: "empty for tmpfs",
        EmptyObject: "{}",
        FewLabels: "one with fewer labels: all together may have up to 16 KiB",
        Flag: "true or false",
        Given: "given",
        HealthTest: "a test that begins with NONE, CMD or CMD-SHELL",
        HeightAndWidth: "height and width",
        HostAndAddress: "name:address",
        HostName: "a host's name: letters, digits, and - _ . between them",
        Image: "an image, as nginx:1.29",
        Keys: "keys, as ctrl-p,ctrl-q",
        Label: "a label of plain letters, without spaces",
        Labels: "shorter: all labels together have up to 16 KiB",
        List: "a list",
        MountPoint: "an absolute path, other than /, without . and .. in it",
        Name: "a name: letters, digits, and - _ . behind the first",
        NetworkName: "a name that is neither an id nor one of the engine's own",
        NoId: "a name that isn't like an id",
        NotRoot: "a number above 0, as 1000 or 1000:1000: containers run without root here",
        Number: "a number",
        Numbers: "numbers, as 0-3,5",
        Object: "an object",
        OfItsType: "of the mount's own type",
        PathBeneath: "a path without ..",
        Port: "a port, as 80/tcp",
        PortAboveZero: "a port above 0",
        PortOrRange: "a port, or two with - between them",
        ResolverOption: "a resolver's option, as ndots:2",
        Shorter: "shorter: up to 1000 items",
        ShortCommand: "one with a shorter command: give it one of up to 32 KiB",
        Signal: "a signal, as SIGTERM",
        Size: "a size, as 10m",
        Stack: "given: one of your stacks, which this will belong to",
        Text: "a text",
        Ulimit: "a name, a soft limit and a hard limit that isn't below it",
        Variable: "KEY=value, with a key",
        VolumeOrPath: "a volume's name, or the path of an approved folder",
        WholeNumber: "a whole number",
        WithPeriod: "given with CpuPeriod",
        WithQuota: "given with CpuQuota",
        WithSize: "with a size, as 64m",
    }
}

words! {
    /// What speaks against giving something to anybody but admins.
    Objection {
        ClientsFile: "it is a file of the client's",
        CommandIsRoot: "the command would be root on the host",
        Connects: "it may make the engine connect to something",
        DevicesNamed: "it names the host's devices",
        DevicesOpened: "it opens the host's devices",
        DriversAreForeign: "other drivers are programs of their own",
        EngineChoosesAddresses: "these addresses could be somebody else's: the engine chooses free ones",
        EngineSays: "the engine says it",
        ForImages: "it is for images",
        ForOtherDrivers: "they are for other drivers",
        ForOtherNetworks: "it is for other networks",
        ForSwarms: "it is for swarms",
        ForWindows: "it is for engines on Windows",
        Forgotten: "engines hardly know it any more",
        HostAddress: "it is the host's own address",
        HostFolder: "the engine would make a folder on the host",
        HostGroup: "a group of the host's may open the engine's socket",
        HostInterface: "options may take an interface of the host's",
        HostMemory: "the host would run out of memory instead",
        HostMounts: "what the container mounts would be mounted on the host",
        HostName: "the container could rename the host",
        HostPort: "this port is the host's own",
        HostRoot: "the container would be root on the host",
        HostSettings: "options may change the host's settings",
        HostUsers: "root in the container would be root on the host",
        ImagesNotMounted: "images aren't mounted",
        KernelFiles: "nothing is mounted over the kernel's own files",
        KernelHidden: "it would open what of the kernel is hidden, even when it is empty",
        KernelSettings: "it would open the kernel's settings, even when it is empty",
        MachinesAddress: "another machine's address could be taken",
        OpensClosed: "some of these options open what is closed",
        OrdersByVariable: "other programs take orders from this variable",
        OrdersToPrograms: "other programs take orders from this label",
        OrdersToRuntimes: "runtimes take orders from it",
        OthersAddress: "another container's address could be taken",
        OthersCgroup: "the container would be in another's control group",
        OthersEnvironment: "it shows another container's environment",
        OthersMounts: "it takes whatever another container has mounted",
        OthersNetwork: "the container would share a network that isn't its own",
        OthersOptions: "it takes another network's options",
        OthersProcesses: "the container would see the processes of others",
        OthersWait: "others would wait for it",
        PortsUnchosen: "it opens ports that nobody chose",
        Runtime: "another runtime may confine nothing",
        Services: "services are for admins",
        SwarmsOwn: "it is the swarm's own",
        UserMayDoMore: "the container's processes have another user, and this one may do more",
        VolumeOptions: "a volume with options may be any folder of the host",
        VolumeOfRoot: "a container that is as good as root on the host uses this volume, and it isn't approved with deploy-volume",
        WayOut: "which way leads out isn't a container's choice",
    }
}

words! {
    /// What an admin approves of, in the plural.
    Approvable {
        Addresses: "addresses to publish on",
        Capabilities: "capabilities",
        HostPaths: "paths of the host",
        KernelParameters: "kernel parameters",
        Registries: "registries",
        SecurityOptions: "security options other than no-new-privileges",
    }
}

impl Approvable {
    /// The setting by which an admin does.
    pub const fn setting(self) -> &'static str {
        match self {
            Self::Addresses => "deploy-host-ip",
            Self::Capabilities => "deploy-capability",
            Self::HostPaths => "deploy-bind",
            Self::KernelParameters => "deploy-sysctl",
            Self::Registries => "deploy-registry",
            Self::SecurityOptions => "deploy-apparmor",
        }
    }
}

words! {
    /// What a name in a body stands for.
    Noun {
        Container: "container",
        Network: "network",
        Stack: "stack",
        Volume: "volume",
    }
}
