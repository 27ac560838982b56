using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>What the devices of the host's three streams share: a terminal is a console, what is redirected a pipe.</summary>
abstract class ConsoleStreamDevice(IConsole host, ConsoleStream stream) : IoDevice
{
    public override uint DeviceType => IsTerminal ? FileDevice.Console : FileDevice.NamedPipe;

    protected bool IsTerminal { get; } = host.IsTerminal(stream);

    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file) =>
        DeviceOpen.Simple(this, packet, path, out file);

    internal override NtStatus Query(FileObject file, uint grantedAccess, FileInformationClass infoClass, out byte[] answer) =>
        IsTerminal ? base.Query(file, grantedAccess, infoClass, out answer) : RedirectedInformation.Query(infoClass, out answer);

    internal override NtStatus Set(KThread caller, FileObject file, FileInformationClass infoClass, ReadOnlySpan<byte> given) =>
        IsTerminal ? base.Set(caller, file, infoClass, given) : RedirectedInformation.Set(infoClass, given);
}

/// <summary><c>\Device\ConOut</c> and <c>\Device\ConErr</c>: a terminal takes text, what is redirected the bytes as they are.</summary>
sealed class ConsoleOutputDevice(NtConsole console, IConsole host, ConsoleStream stream) : ConsoleStreamDevice(host, stream)
{
    const int TransferBytes = 0x10000;

    readonly IConsole host = host;
    readonly ConsoleStream stream = stream;

    internal override NtStatus Write(IoTransfer transfer)
    {
        if (IsTerminal) return ConDrvDevice.WriteBytes(console.Active, transfer);
        byte[] buffer = new byte[Math.Min(transfer.Length, TransferBytes)];
        for (uint done = 0; done < transfer.Length;)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, transfer.Length - done));
            transfer.Buffer.Slice(done).Read(transfer.Request.Caller, part);
            NtStatus status = host.Write(stream, part);
            if (!status.IsSuccess) return transfer.Request.Complete(status, done);
            done += (uint)part.Length;
        }
        return transfer.Request.Complete(NtStatus.Success, transfer.Length);
    }
}

/// <summary><c>\Device\ConIn</c>: lines of a terminal, bytes of what is redirected.</summary>
sealed class ConsoleInputDevice(NtConsole console, RedirectedInput redirected, IConsole host) : ConsoleStreamDevice(host, ConsoleStream.Input)
{
    internal override NtStatus Read(IoTransfer transfer) =>
        IsTerminal ? console.Input.Begin(ConDrvDevice.ReadOf(console, transfer)) : redirected.Read(transfer);
}

/// <summary><c>\??\CON</c>: input for who reads, output for who writes.</summary>
sealed class ConsoleDevice(ObjectDirectory devices) : IoDevice
{
    public override uint DeviceType => FileDevice.Console;

    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file)
    {
        bool writes = packet.Wants(FileRights.WriteData | FileRights.AppendData);
        var device = (IoDevice)devices.Entries[writes ? "ConOut" : "ConIn"];
        return device.Open(packet, null, path, out file);
    }
}
