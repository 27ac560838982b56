using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of event tracing, on a machine where nobody listens.</summary>
public static class TraceServices
{
    /// <summary>Writes an event to a trace session; there is none.</summary>
    /// <returns>STATUS_INVALID_HANDLE for a session, STATUS_SUCCESS for what goes to whoever listens.</returns>
    [SystemService(Missing = "traces: an event without a handle is dropped, any handle is invalid")]
    public static NtStatus NtTraceEvent(KThread caller, [Opt] Handle traceHandle, uint flags, uint fieldSize, UserBuffer fields)
    {
        fields.ProbeForRead(caller, fieldSize, alignment: 1);
        return traceHandle.IsNull ? NtStatus.Success : NtStatus.InvalidHandle;
    }

    /// <summary>Starts and asks about trace sessions, of which there are none.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for an unknown code, STATUS_WMI_INSTANCE_NOT_FOUND for sessions, STATUS_NOT_SUPPORTED.</returns>
    [SystemService(Missing = "loggers (WMI_INSTANCE_NOT_FOUND) and all other codes (NOT_SUPPORTED)")]
    public static NtStatus NtTraceControl(
        KThread caller, uint functionCode, [Opt] UserBuffer inputBuffer, uint inputBufferLength, [Opt] UserBuffer outputBuffer,
        uint outputBufferLength, Out<uint> returnLength)
    {
        const uint StartLogger = 1, FlushLogger = 5, MostCodes = 60;
        inputBuffer.ProbeForRead(caller, inputBufferLength, alignment: 1);
        outputBuffer.ProbeForWrite(caller, outputBufferLength, alignment: 1);
        returnLength.ProbeForWrite(caller);
        return functionCode switch
        {
            0 or > MostCodes => NtStatus.InvalidParameter,
            >= StartLogger and <= FlushLogger => NtStatus.WmiInstanceNotFound,
            _ => NtStatus.NotSupported,
        };
    }
}
