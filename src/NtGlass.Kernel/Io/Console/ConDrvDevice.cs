using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary><c>\Device\ConDrv</c>: consoles, as Wine's kernelbase speaks to them.</summary>
/// <remarks>The machine has one console, the user's terminal; who asks for a new one gets it too.</remarks>
sealed class ConDrvDevice(NtConsole console) : IoDevice
{
    const uint AllowAppContainerTraversal = 0x20000;

    public override uint DeviceType => FileDevice.Console;

    public override uint Characteristics => AllowAppContainerTraversal;

    internal override bool TakesTurns => false;

    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file)
    {
        file = null;
        if (packet.Has(CreateOptions.DirectoryFile)) return NtStatus.NotADirectory;
        EProcess process = packet.Caller.Process;
        var root = related?.Context as ConsoleFile;
        NtStatus status = root is null ? OpenNamed(process, path.TrimStart('\\'), packet, out ConsoleFile? opened)
            : OpenBelow(process, root, path, out opened);
        if (opened is null) return status;
        if (opened.Screen is { } screen) screen.Opens++;
        packet.Result = CreateResult.Opened;
        file = new FileObject(this, "\\" + path.TrimStart('\\'), packet) { Context = opened };
        return NtStatus.Success;
    }

    internal override NtStatus Read(IoTransfer transfer)
    {
        var file = (ConsoleFile)transfer.File.Context!;
        if (!file.IsInput || file.ConsoleFor(transfer.Request.Process) is not { } target) return NtStatus.InvalidHandle;
        return target.Input.Begin(ReadOf(target, transfer));
    }

    internal override NtStatus Write(IoTransfer transfer) =>
        ((ConsoleFile)transfer.File.Context!).ScreenFor(transfer.Request.Process) is { } screen ? WriteBytes(screen, transfer) : NtStatus.InvalidHandle;

    internal override NtStatus Control(IoControl control) =>
        ConDrvControls.Run((ConsoleFile)control.File.Context!, control);

    internal override DispatcherObject WaitObjectOf(FileObject file)
    {
        if (file.Context is not ConsoleFile { IsInput: true } opened) return file;
        ConsoleInput input = (opened.Console ?? console).Input;
        input.Fetch();
        return input.Available;
    }

    internal override void Cleanup(FileObject file)
    {
        var opened = (ConsoleFile)file.Context!;
        if (opened.Member is { } member) member.Console = null;
        if (opened is { Kind: ConsoleFileKind.Screen, Screen: { } screen } && --screen.Opens == 0) screen.Console.RemoveScreen(screen);
    }

    /// <summary>ReadFile on a console: a line in the input code page.</summary>
    internal static TextRead ReadOf(NtConsole console, IoTransfer transfer) =>
        new(transfer.Request, transfer.Buffer, transfer.Length, CodePages.Find(console.InputCodePage), TellsEnd: true);

    /// <summary>Writes bytes in the console's output code page.</summary>
    internal static NtStatus WriteBytes(ConsoleScreen screen, IoTransfer transfer)
    {
        const int TransferBytes = 0x4000;
        byte[] buffer = new byte[Math.Min(transfer.Length, TransferBytes)];
        for (uint done = 0; done < transfer.Length; done += (uint)buffer.Length)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, transfer.Length - done));
            transfer.Buffer.Slice(done).Read(transfer.Request.Caller, part);
            screen.Write(part);
        }
        return transfer.Request.Complete(NtStatus.Success, transfer.Length);
    }

    NtStatus OpenNamed(EProcess process, string name, OpenPacket packet, out ConsoleFile? opened)
    {
        opened = null;
        NtConsole? own = process.Console;
        switch (name)
        {
            case "Server":
                opened = new ConsoleFile(ConsoleFileKind.Server, console);
                return NtStatus.Success;
            case "Connection":
                opened = new ConsoleFile(ConsoleFileKind.Connection) { Member = process };
                return NtStatus.Success;
            case not ("Console" or "CurrentIn" or "CurrentOut" or "Input" or "Output" or "ScreenBuffer"):
                return name.Length == 0 ? NtStatus.InvalidHandle : NtStatus.ObjectNameNotFound;
        }
        if (own is null) return NtStatus.InvalidHandle;
        if (name == "Console")
        {
            bool writes = packet.Wants(FileRights.WriteData);
            if (writes && packet.Wants(FileRights.ReadData)) return NtStatus.InvalidParameter;
            name = writes ? "CurrentOut" : "CurrentIn";
        }
        return OpenOwn(own, name, out opened);
    }

    static NtStatus OpenOwn(NtConsole own, string name, out ConsoleFile? opened)
    {
        ConsoleScreen? screen = own.Active;
        NtStatus status = name == "ScreenBuffer" ? own.AddScreen(out screen) : NtStatus.Success;
        opened = name switch
        {
            _ when screen is null => null,
            "CurrentIn" => new ConsoleFile(ConsoleFileKind.Reference, own),
            "Input" => new ConsoleFile(ConsoleFileKind.Input),
            "Output" => new ConsoleFile(ConsoleFileKind.Output),
            _ => new ConsoleFile(ConsoleFileKind.Screen, own, screen),
        };
        return status;
    }

    static NtStatus OpenBelow(EProcess process, ConsoleFile root, string name, out ConsoleFile? opened)
    {
        opened = null;
        switch (name)
        {
            case "Reference" when root.Kind == ConsoleFileKind.Server:
                opened = new ConsoleFile(ConsoleFileKind.Reference, root.Console);
                return NtStatus.Success;
            case "Reference" when root.Kind == ConsoleFileKind.Connection:
                if (process.Console is null) return NtStatus.InvalidHandle;
                opened = new ConsoleFile(ConsoleFileKind.Reference, process.Console);
                return NtStatus.Success;
            case "Connection" when root.Kind == ConsoleFileKind.Reference:
                if (process.Console is not null) return NtStatus.InvalidHandle;
                process.Console = root.Console;
                opened = new ConsoleFile(ConsoleFileKind.Connection, root.Console) { Member = process };
                return NtStatus.Success;
            default:
                return NtStatus.ObjectNameNotFound;
        }
    }
}
