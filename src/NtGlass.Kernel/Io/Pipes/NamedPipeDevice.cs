using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary><c>\Device\NamedPipe</c>: the file system of named pipes.</summary>
sealed class NamedPipeDevice : IoDevice
{
    readonly SortedDictionary<string, NamedPipe> pipes = new(StringComparer.OrdinalIgnoreCase);

    readonly BufferBudget budget = new();

    public override uint DeviceType => FileDevice.NamedPipe;

    public PipeWaits Waits { get; } = new();

    public NamedPipe? Find(string name) => pipes.GetValueOrDefault(name);

    internal override bool Makes(object parameters) => parameters is NamedPipeParameters;

    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file)
    {
        file = null;
        NamedPipe? pipe = null;
        string name = path;
        if (related?.Context is PipeEnd relatedEnd)
        {
            if (path.Length > 0) return NtStatus.ObjectNameInvalid;
            pipe = relatedEnd.Pipe;
        }
        else if (related is not null)
        {
            if (related.Context is not PipeRoot) return NtStatus.ObjectNameInvalid;
            name = path.Length == 0 ? "" : @"\" + path;
        }
        bool isPipe = name.Length > 1 && name[0] == '\\';
        if (packet.Creates is NamedPipeParameters parameters)
            return isPipe || related?.Context is PipeRoot && path.Length == 0
                ? Create(packet, parameters, name, out file)
                : NtStatus.ObjectNameInvalid;
        if (pipe is not null || isPipe) return OpenClient(packet, pipe ?? Find(name), out file);
        if (name.Length > 0 && name != @"\") return NtStatus.ObjectNameInvalid;
        packet.Result = CreateResult.Opened;
        file = new FileObject(this, name, packet) { Context = name.Length > 0 || related is not null ? PipeRoot.Instance : null };
        return NtStatus.Success;
    }

    internal override NtStatus Read(IoTransfer transfer) =>
        transfer.File.Context is PipeEnd end ? end.Read(transfer) : NtStatus.InvalidParameter;

    internal override NtStatus Write(IoTransfer transfer) =>
        transfer.File.Context is PipeEnd end ? end.Write(transfer) : NtStatus.InvalidParameter;

    internal override NtStatus Flush(IoRequest request) =>
        request.File.Context is PipeEnd end ? end.Flush(request) : NtStatus.InvalidParameter;

    internal override NtStatus FsControl(IoControl control) => PipeControl.Run(this, control);

    internal override NtStatus Query(FileObject file, uint grantedAccess, FileInformationClass infoClass, out byte[] answer) =>
        PipeInformation.Query(file, infoClass, out answer);

    internal override NtStatus Set(KThread caller, FileObject file, FileInformationClass infoClass, ReadOnlySpan<byte> given) =>
        PipeInformation.Set(file, infoClass, given);

    internal override IEnumerable<DirectoryItem>? List(FileObject file) => file.Context is PipeRoot
        ? pipes.Values.Select(pipe => new DirectoryItem(pipe.Name[1..])
        {
            Attributes = FileAttributes.Normal,
            Length = pipe.Servers.Count,
            Allocated = pipe.MaximumInstances,
        })
        : null;

    internal override void Cleanup(FileObject file)
    {
        if (file.Context is not PipeEnd end) return;
        if (end.IsServer)
        {
            end.Pipe.Servers.Remove(end);
            if (end.Pipe.Servers.Count == 0 && Find(end.Pipe.Name) == end.Pipe) pipes.Remove(end.Pipe.Name);
        }
        end.Close();
    }

    NtStatus Create(OpenPacket packet, NamedPipeParameters parameters, string name, out FileObject? file)
    {
        file = null;
        NamedPipe? pipe = Find(name);
        PipeConfiguration? configuration = packet.ShareAccess switch
        {
            1 => PipeConfiguration.Outbound,
            2 => PipeConfiguration.Inbound,
            3 => PipeConfiguration.FullDuplex,
            _ => null,
        };
        if (configuration is null || parameters is { ReadMode: PipeMode.Message, Type: PipeMode.Byte }) return NtStatus.InvalidParameter;
        if (pipe is null)
        {
            if (packet.Disposition == CreateDisposition.Open) return NtStatus.ObjectNameNotFound;
            if (parameters.Timeout100ns is null || parameters.MaximumInstances == 0) return NtStatus.InvalidParameter;
            pipe = new NamedPipe(name, parameters, configuration.Value);
            if (name.Length > 0) pipes.Add(name, pipe);
            packet.Result = CreateResult.Created;
        }
        else
        {
            if (pipe.Servers.Count >= pipe.MaximumInstances) return NtStatus.InstanceNotAvailable;
            if (packet.Disposition == CreateDisposition.Create || pipe.Configuration != configuration || pipe.Type != parameters.Type)
                return NtStatus.AccessDenied;
            packet.Result = CreateResult.Opened;
        }
        PipeEnd server = new(pipe, isServer: true, packet.Caller.Process)
        {
            ReadMode = parameters.ReadMode,
            IsNonBlocking = parameters.IsNonBlocking,
            InboundQuota = parameters.InboundQuota,
            OutboundQuota = parameters.OutboundQuota,
        };
        pipe.Servers.Add(server);
        file = new FileObject(this, name, packet) { Context = server };
        Waits.InstanceListens(name);
        return NtStatus.Success;
    }

    NtStatus OpenClient(OpenPacket packet, NamedPipe? pipe, out FileObject? file)
    {
        file = null;
        if (pipe is null || pipe.Servers.Count == 0) return NtStatus.ObjectNameNotFound;
        if (packet.Has(CreateOptions.DirectoryFile)) return NtStatus.NotADirectory;
        bool againstDirection = packet.Wants(FileRights.ReadData) && pipe.Configuration == PipeConfiguration.Inbound
            || packet.Wants(FileRights.WriteData) && pipe.Configuration == PipeConfiguration.Outbound;
        if (againstDirection) return NtStatus.AccessDenied;
        if (pipe.FindListening() is not { } server) return NtStatus.PipeNotAvailable;
        PipeEnd client = new(pipe, isServer: false, packet.Caller.Process)
        {
            InboundQuota = server.InboundQuota,
            OutboundQuota = server.OutboundQuota,
        };
        packet.Result = CreateResult.Opened;
        file = new FileObject(this, pipe.Name, packet) { Context = client };
        server.Connect(client, budget);
        return NtStatus.Success;
    }
}

/// <summary>The context of the root folder of pipes.</summary>
sealed class PipeRoot
{
    public static readonly PipeRoot Instance = new();
}
