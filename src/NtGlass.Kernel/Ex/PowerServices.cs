using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of power management, on a machine that hangs on the mains.</summary>
public static class PowerServices
{
    /// <summary>POWER_INFORMATION_LEVEL.</summary>
    const uint SystemPowerCapabilities = 4, SystemBatteryState = 5, ProcessorInformation = 11, LastWakeTime = 14, LastSleepTime = 15,
        SystemExecutionState = 16;

    /// <summary>Tells about power; nothing can be set.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for an unknown level, STATUS_BUFFER_TOO_SMALL, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "levels that no program was seen to use, and all that set something")]
    public static NtStatus NtPowerInformation(
        KThread caller, uint informationLevel, [Opt] UserBuffer inputBuffer, uint inputBufferLength, [Opt] UserBuffer outputBuffer,
        uint outputBufferLength)
    {
        inputBuffer.ProbeForRead(caller, inputBufferLength, alignment: 4);
        outputBuffer.ProbeForWrite(caller, outputBufferLength, alignment: 4);
        if (AnswerTo(informationLevel) is not { } answer || !inputBuffer.IsNull) return NtStatus.InvalidParameter;
        if (outputBufferLength < answer.Length) return NtStatus.BufferTooSmall;
        outputBuffer.Write(caller, answer);
        return NtStatus.Success;
    }

    /// <summary>Says how fast the machine must wake up.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the latency: it is only checked")]
    public static NtStatus NtRequestWakeupLatency(KThread caller, uint latency) => latency > 1 ? NtStatus.InvalidParameter : NtStatus.Success;

    /// <summary>Tells whether the machine woke up by itself: it never sleeps.</summary>
    [SystemService]
    public static NtStatus NtIsSystemResumeAutomatic(KThread caller) => new(0);

    /// <summary>Tells a device's power state: it is on.</summary>
    /// <returns>Errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtGetDevicePowerState(KThread caller, HandleOf<FileObject> device, Out<uint> state)
    {
        const uint FullyOn = 1;
        state.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, device, 0, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        reference.Dispose();
        state.Write(caller, FullyOn);
        return NtStatus.Success;
    }

    /// <summary>Asks a device to wake the machine, which never sleeps.</summary>
    /// <returns>Errors of the handle, STATUS_NOT_SUPPORTED.</returns>
    [SystemService(Missing = "devices that wake the machine: NOT_SUPPORTED")]
    public static NtStatus NtRequestDeviceWakeup(KThread caller, HandleOf<FileObject> deviceHandle) => RefuseWakeup(caller, deviceHandle);

    /// <summary>Takes such a request back.</summary>
    /// <inheritdoc cref="NtRequestDeviceWakeup" path="/returns"/>
    [SystemService(Missing = "devices that wake the machine: NOT_SUPPORTED")]
    public static NtStatus NtCancelDeviceWakeupRequest(KThread caller, HandleOf<FileObject> deviceHandle) => RefuseWakeup(caller, deviceHandle);

    static NtStatus RefuseWakeup(KThread caller, HandleOf<FileObject> handle)
    {
        NtStatus status = Ob.Reference(caller, handle, 0, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        reference.Dispose();
        return NtStatus.NotSupported;
    }

    static byte[]? AnswerTo(uint level)
    {
        const uint Megahertz = 2000, Unknown = uint.MaxValue;
        return level switch
        {
            SystemPowerCapabilities => new byte[0x4C],
            SystemBatteryState => new GuestRecord(0x20).Set(0, (byte)1).Set(0x10, Unknown).Bytes,
            ProcessorInformation => new GuestRecord(0x18).Set(4, Megahertz).Set(8, Megahertz).Set(12, Megahertz).Bytes,
            LastWakeTime or LastSleepTime => new byte[8],
            SystemExecutionState => new byte[4],
            _ => null,
        };
    }
}
