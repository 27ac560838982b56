using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The FSCTL_PIPE_* codes.</summary>
static class PipeControl
{
    const uint Disconnect = 0x110004, Listen = 0x110008, Peek = 0x11400C, Transceive = 0x11C017, WaitForInstance = 0x110018,
        Impersonate = 0x11001C, QueryClientProcess = 0x110024, GetConnectionAttribute = 0x110030;

    /// <summary>FILE_PIPE_PEEK_BUFFER before its data.</summary>
    const int PeekHeader = 0x10;

    /// <summary>FILE_PIPE_WAIT_FOR_BUFFER before its name.</summary>
    const int WaitHeader = 0xE;

    const uint MostPeeked = 1 << 20;

    public static NtStatus Run(NamedPipeDevice device, IoControl control)
    {
        if (control.Code == WaitForInstance) return Wait(device, control);
        if (control.File.Context is not PipeEnd end) return OnRoot(control.Code);
        switch (control.Code)
        {
            case Listen:
                bool wasDisconnected = end is { IsServer: true, State: PipeState.Disconnected };
                NtStatus listening = end.Listen(control.Request);
                if (wasDisconnected) device.Waits.InstanceListens(end.Pipe.Name);
                return listening;
            case Disconnect:
                NtStatus disconnected = end.Disconnect();
                return disconnected.IsSuccess ? control.Request.Complete(disconnected, 0) : disconnected;
            case Peek: return PeekData(control, end);
            case Transceive: return Exchange(control, end);
            case Impersonate: return ImpersonateClient(control, end);
            case QueryClientProcess: return end.Peer is null && end.IsServer ? NtStatus.PipeDisconnected : ProcessId(control, client: true, end);
            case GetConnectionAttribute: return Attribute(control, end);
            default: return NtStatus.NotSupported;
        }
    }

    static NtStatus ImpersonateClient(IoControl control, PipeEnd end)
    {
        if (!end.IsServer) return NtStatus.IllegalFunction;
        if (end.Client is null) return NtStatus.CannotImpersonate;
        KThread caller = control.Caller;
        caller.ImpersonationToken?.Header.Dereference();
        caller.ImpersonationToken = end.Client.Duplicate(
            caller.Kernel.TakeLuid(), TokenType.Impersonation, ImpersonationLevel.Impersonation, effectiveOnly: false);
        return control.Request.Complete(NtStatus.Success, 0);
    }

    static NtStatus OnRoot(uint code) => code switch
    {
        Disconnect or Transceive => NtStatus.PipeDisconnected,
        Listen or Impersonate => NtStatus.IllegalFunction,
        Peek or QueryClientProcess or GetConnectionAttribute => NtStatus.InvalidParameter,
        _ => NtStatus.NotSupported,
    };

    static NtStatus PeekData(IoControl control, PipeEnd end)
    {
        if (control.OutputLength < PeekHeader) return NtStatus.InfoLengthMismatch;
        if (!end.IsServer && end.State == PipeState.Disconnected) return NtStatus.PipeDisconnected;
        if (end.State is PipeState.Disconnected or PipeState.Listening) return NtStatus.InvalidPipeState;
        PipeQueue queue = end.Incoming!;
        if (!queue.HasData && end.State == PipeState.Closing) return NtStatus.PipeBroken;
        uint room = Math.Min(control.OutputLength - PeekHeader, MostPeeked);
        byte[] data = queue.Peek(room, end.ReadMode);
        bool hasMessages = end.Pipe.Type == PipeMode.Message;
        byte[] answer = new GuestRecord(PeekHeader + data.Length)
            .Set(0, (uint)end.State).Set(4, (uint)queue.Bytes)
            .Set(8, hasMessages ? (uint)queue.Messages : 0).Set(0xC, hasMessages ? (uint)queue.FirstLength : 0)
            .Set(PeekHeader, data).Bytes;
        return control.Answer(hasMessages && queue.FirstLength > room ? NtStatus.BufferOverflow : NtStatus.Success, answer);
    }

    static NtStatus Exchange(IoControl control, PipeEnd end)
    {
        control.Output.ProbeForWrite(control.Caller, control.OutputLength, alignment: 1);
        control.Input.ProbeForRead(control.Caller, control.InputLength, alignment: 1);
        NtStatus status = control.ReadInput(out byte[] message);
        return status.IsError
            ? status
            : end.Transceive(new IoTransfer(control.Request, control.Output, control.OutputLength, 0, 0), message);
    }

    static NtStatus Wait(NamedPipeDevice device, IoControl control)
    {
        if (control.File.Context is not PipeRoot) return NtStatus.IllegalFunction;
        NtStatus status = control.ReadInput(out byte[] given);
        if (status.IsError) return status;
        if (given.Length < WaitHeader) return NtStatus.InvalidParameter;
        uint nameBytes = BinaryPrimitives.ReadUInt32LittleEndian(given.AsSpan(8));
        if (nameBytes > given.Length - WaitHeader || (nameBytes & 1) != 0) return NtStatus.InvalidParameter;
        string name = @"\" + new string(MemoryMarshal.Cast<byte, char>(given.AsSpan(WaitHeader, (int)nameBytes)));
        if (device.Find(name) is not { } pipe) return NtStatus.ObjectNameNotFound;
        if (pipe.FindListening() is not null) return control.Request.Complete(NtStatus.Success, 0);
        long timeout = given[0xC] != 0 ? BinaryPrimitives.ReadInt64LittleEndian(given) : pipe.DefaultTimeout100ns;
        return device.Waits.Wait(control.Request, name, timeout);
    }

    static NtStatus Attribute(IoControl control, PipeEnd end)
    {
        NtStatus status = control.ReadInput(out byte[] given);
        if (status.IsError) return status;
        return Encoding.ASCII.GetString(given).TrimEnd('\0') switch
        {
            "ClientProcessId" => ProcessId(control, client: true, end),
            "ServerProcessId" => ProcessId(control, client: false, end),
            _ => NtStatus.NotFound,
        };
    }

    static NtStatus ProcessId(IoControl control, bool client, PipeEnd end)
    {
        PipeEnd? asked = end.IsServer == client ? end.Peer : end;
        return asked is null ? NtStatus.PipeDisconnected : control.Exactly(BitConverter.GetBytes(asked.ProcessId));
    }
}
