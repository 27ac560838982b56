using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that copy between processes.</summary>
public static class MemoryCopyServices
{
    const int MostBytes = 0x10000;

    /// <summary>Reads another process's memory.</summary>
    /// <returns>STATUS_ACCESS_VIOLATION, errors of the handle, STATUS_PARTIAL_COPY, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtReadVirtualMemory(
        KThread caller, HandleOf<EProcess> processHandle, [Opt] GuestAddress baseAddress, UserBuffer buffer, uint numberOfBytesToRead,
        [Opt] Out<uint> numberOfBytesRead)
    {
        NtStatus status = Check(caller, baseAddress, buffer.Address, numberOfBytesToRead);
        if (status.IsError) return status;
        numberOfBytesRead.ProbeForWriteIfPresent(caller);
        status = Ob.Reference(caller, processHandle, ProcessRights.VmRead, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            status = Copy(process.Object, baseAddress, caller.Process, buffer.Address, numberOfBytesToRead, out uint done);
            numberOfBytesRead.WriteIfPresent(caller, done);
            return status;
        }
    }

    /// <summary>Writes another process's memory.</summary>
    /// <inheritdoc cref="NtReadVirtualMemory" path="/returns"/>
    [SystemService]
    public static NtStatus NtWriteVirtualMemory(
        KThread caller, HandleOf<EProcess> processHandle, [Opt] GuestAddress baseAddress, UserBuffer buffer, uint numberOfBytesToWrite,
        [Opt] Out<uint> numberOfBytesWritten)
    {
        NtStatus status = Check(caller, baseAddress, buffer.Address, numberOfBytesToWrite);
        if (status.IsError) return status;
        numberOfBytesWritten.ProbeForWriteIfPresent(caller);
        status = Ob.Reference(caller, processHandle, ProcessRights.VmWrite, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            status = Copy(caller.Process, buffer.Address, process.Object, baseAddress, numberOfBytesToWrite, out uint done);
            numberOfBytesWritten.WriteIfPresent(caller, done);
            return status;
        }
    }

    static NtStatus Check(KThread caller, GuestAddress there, GuestAddress here, uint bytes)
    {
        if (caller.PreviousMode == ProcessorMode.Kernel) return NtStatus.Success;
        bool inside = (ulong)there.Value + bytes <= UserRange.End.Value && (ulong)here.Value + bytes <= UserRange.End.Value;
        return inside ? NtStatus.Success : NtStatus.AccessViolation;
    }

    static NtStatus Copy(EProcess source, GuestAddress from, EProcess target, GuestAddress to, uint bytes, out uint done)
    {
        byte[] buffer = new byte[Math.Min(bytes, MostBytes)];
        for (done = 0; done < bytes;)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, bytes - done));
            int read = Mm.ReadMemory(source, from + done, part);
            int written = Mm.WriteMemory(target, to + done, part[..read]);
            done += (uint)written;
            if (written < part.Length) return NtStatus.PartialCopy;
        }
        return NtStatus.Success;
    }
}
