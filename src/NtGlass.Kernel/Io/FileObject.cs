using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>An open file, folder or device: a FILE_OBJECT.</summary>
public sealed class FileObject : DispatcherObject
{
    public static readonly ObjectType ObjectType = new("File", new GenericMapping(0x120089, 0x120116, 0x1200A0, 0x1F01FF), 0x1F01FF);

    readonly string devicePath;

    internal FileObject(IoDevice device, string path, OpenPacket packet, Fcb? control = null)
        : base(ObjectType)
    {
        Device = device;
        devicePath = path;
        Access = packet.DesiredAccess;
        ShareAccess = packet.ShareAccess;
        Options = packet.Options;
        Control = control;
        SignalState = 1;
    }

    public IoDevice Device { get; }

    /// <summary>The name below the device: <c>\work\a.txt</c>.</summary>
    public string Path => Control?.Node.Path ?? devicePath;

    /// <summary>The rights it was opened with.</summary>
    public uint Access { get; }

    public uint ShareAccess { get; }

    public CreateOptions Options { get; internal set; }

    /// <summary>CurrentByteOffset.</summary>
    public long Position { get; internal set; }

    public bool IsSynchronous => (Options & CreateOptions.Synchronous) != 0;

    /// <summary>FO_ALERTABLE_IO.</summary>
    public bool IsAlertable => (Options & CreateOptions.SynchronousIoAlert) != 0;

    /// <summary>The file on a volume, shared by all that have it open; null for devices.</summary>
    internal Fcb? Control { get; }

    /// <summary>The last handle is closed; sections can still refer to the object.</summary>
    internal bool IsCleanedUp { get; private set; }

    /// <summary>Where a directory query goes on.</summary>
    internal DirectoryScan? Scan { get; set; }

    /// <summary>The completion port of its asynchronous requests, and the key they carry.</summary>
    internal (IoCompletion Port, uint Key)? Completion { get; set; }

    /// <summary>What the device keeps with this open file.</summary>
    internal object? Context { get; set; }

    /// <summary>The requests that wait for their end, the oldest first.</summary>
    internal LinkedList<IoRequest> PendingIo { get; } = new();

    /// <summary>Whose turn it is on a synchronous file.</summary>
    internal FileTurn Turn { get; } = new();

    /// <summary>FILE_SKIP_* bits of FileIoCompletionNotificationInformation.</summary>
    internal uint CompletionFlags { get; set; }

    /// <summary>The port does not hear of requests that were never pending.</summary>
    internal bool SkipsPortOnSuccess => (CompletionFlags & 1) != 0;

    /// <summary>The end of a request does not signal the file.</summary>
    internal bool SkipsSetEvent => (CompletionFlags & 2) != 0;

    /// <summary>What is marked for deletion goes when this handle is closed, whoever else has the file open.</summary>
    internal bool DeletesAtOnce { get; set; }

    public override DispatcherObject WaitObject => Device.WaitObjectOf(this);

    protected internal override void OnClose(EProcess process, uint grantedAccess)
    {
        if (Header.HandleCount > 0 || IsCleanedUp) return;
        IsCleanedUp = true;
        IoCancelServices.CancelFile(this);
        Device.Cleanup(this);
    }

    protected internal override void OnDelete()
    {
        if (!IsCleanedUp) Device.Cleanup(this);
        IsCleanedUp = true;
        Completion?.Port.Header.Dereference();
        Device.Close(this);
    }

    /// <summary>A path relative to this file as OBJECT_ATTRIBUTES.RootDirectory.</summary>
    protected internal override ParseStep Parse(ParseRequest request)
    {
        if (request.Context is not OpenPacket packet)
            return request.Remaining.Length == 0 ? ParseStep.Found(this) : ParseStep.Failed(NtStatus.ObjectTypeMismatch);
        if (request.Remaining.StartsWith('\\')) return ParseStep.Failed(NtStatus.ObjectNameInvalid);
        return Device.Open(request, packet, this);
    }

    protected internal override string QueryName() => Device.Header.FullName + Path;
}
