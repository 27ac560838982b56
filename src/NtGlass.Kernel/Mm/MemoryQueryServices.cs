using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The service that tells about memory.</summary>
public static class MemoryQueryServices
{
    const uint ProcessQueryInformation = 0x400;
    const uint BasicClass = 0, WorkingSetClass = 1, SectionNameClass = 2;

    /// <summary>Tells about the pages at an address.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_PARAMETER for kernel addresses, errors of the handle,
    /// STATUS_INVALID_ADDRESS for the name of what is no view, STATUS_FILE_INVALID for one without a file, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtQueryVirtualMemory(
        KThread caller, HandleOf<EProcess> processHandle, [Opt] GuestAddress baseAddress, uint memoryInformationClass,
        UserBuffer memoryInformation, uint memoryInformationLength, [Opt] Out<uint> returnLength)
    {
        if (memoryInformationClass == WineUnixCalls.FunctionsClass && caller.Kernel.Userland is WineContract)
            return WineUnixCalls.QueryHandle(caller, baseAddress, memoryInformation, memoryInformationLength);
        if (memoryInformationClass > SectionNameClass) return NtStatus.InvalidInfoClass;
        if (memoryInformationLength < (memoryInformationClass == BasicClass ? MemoryBasicInformation.Size : 8)) return NtStatus.InfoLengthMismatch;
        memoryInformation.ProbeForWrite(caller, memoryInformationLength, alignment: 4);
        returnLength.ProbeForWriteIfPresent(caller);
        if (memoryInformationClass != WorkingSetClass && baseAddress > UserRange.Highest) return NtStatus.InvalidParameter;
        NtStatus status = Ob.Reference(caller, processHandle, ProcessQueryInformation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            QueryAnswer answer = new(caller, memoryInformation, memoryInformationLength, returnLength);
            return memoryInformationClass switch
            {
                BasicClass => Basic(process.Object, baseAddress.PageStart, answer),
                SectionNameClass => SectionName(process.Object, baseAddress, answer),
                _ => WorkingSet(process.Object, answer),
            };
        }
    }

    static NtStatus Basic(EProcess process, GuestAddress address, QueryAnswer answer)
    {
        MemoryBasicInformation information = MemoryBasicInformation.Of(process.Vads, address);
        return answer.AtLeast(MemoryMarshal.AsBytes(new ReadOnlySpan<MemoryBasicInformation>(in information)));
    }

    static NtStatus SectionName(EProcess process, GuestAddress address, QueryAnswer answer)
    {
        if (process.Vads.Find(address) is not { Area: not null } vad) return NtStatus.InvalidAddress;
        if (vad.FileName is null) return NtStatus.FileInvalid;
        const uint StringSize = 8;
        uint needed = StringSize + (uint)(vad.FileName.Length + 1) * 2;
        NtStatus status = answer.Require(needed);
        if (!status.IsError) UnicodeStrings.WriteInline(answer.Caller, answer.Buffer.Address, StringSize, vad.FileName);
        return status == NtStatus.InfoLengthMismatch ? NtStatus.BufferOverflow : status;
    }

    static NtStatus WorkingSet(EProcess process, QueryAnswer answer)
    {
        const uint Valid = 1;
        List<uint> entries = [0];
        foreach (Vad vad in process.Vads.All)
            for (uint page = 0; page < vad.PageCount; page++)
                if (vad.Pages[page].IsResident) entries.Add(vad.AddressOf(page).Value | Valid);
        entries[0] = (uint)entries.Count - 1;
        return answer.AtLeast(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(entries)));
    }
}
