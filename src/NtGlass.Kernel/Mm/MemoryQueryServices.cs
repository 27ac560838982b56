using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>MEMORY_INFORMATION_CLASS, as far as it is answered.</summary>
public enum MemoryInformationClass : uint
{
    Basic = 0,
    WorkingSet = 1,
    MappedFileName = 2,
    Region = 3,
    WorkingSetEx = 4,
    Image = 6,
    RegionEx = 7,
}

/// <summary>The service that tells about memory.</summary>
public static class MemoryQueryServices
{
    /// <summary>Tells about the pages at an address.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_PARAMETER for kernel addresses, errors of the handle,
    /// STATUS_INVALID_ADDRESS for what is no memory or no view, STATUS_FILE_INVALID for a view without a file, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtQueryVirtualMemory(
        KThread caller, HandleOf<EProcess> processHandle, [Opt] GuestAddress baseAddress, MemoryInformationClass memoryInformationClass,
        UserBuffer memoryInformation, uint memoryInformationLength, [Opt] Out<uint> returnLength)
    {
        if ((uint)memoryInformationClass == WineUnixCalls.FunctionsClass && caller.Kernel.Userland is WineContract)
            return WineUnixCalls.QueryHandle(caller, baseAddress, memoryInformation, memoryInformationLength);
        if (LeastLength(memoryInformationClass) is not uint least) return NtStatus.InvalidInfoClass;
        if (memoryInformationLength < least) return NtStatus.InfoLengthMismatch;
        memoryInformation.ProbeForWrite(caller, memoryInformationLength, alignment: 4);
        returnLength.ProbeForWriteIfPresent(caller);
        bool isAboutAddress = memoryInformationClass is not (MemoryInformationClass.WorkingSet or MemoryInformationClass.WorkingSetEx);
        if (isAboutAddress && baseAddress > UserRange.Highest) return NtStatus.InvalidParameter;
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.QueryInformation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            QueryAnswer answer = new(caller, memoryInformation, memoryInformationLength, returnLength);
            return memoryInformationClass switch
            {
                MemoryInformationClass.Basic => Basic(process.Object, baseAddress.PageStart, answer),
                MemoryInformationClass.MappedFileName => SectionName(process.Object, baseAddress, answer),
                MemoryInformationClass.Region or MemoryInformationClass.RegionEx => Region(process.Object, baseAddress, answer),
                MemoryInformationClass.Image => Image(process.Object, baseAddress, answer),
                MemoryInformationClass.WorkingSetEx => WorkingSetQuery.Answer(process.Object, answer),
                _ => WorkingSetQuery.AnswerAll(process.Object, answer),
            };
        }
    }

    static uint? LeastLength(MemoryInformationClass what) => what switch
    {
        MemoryInformationClass.Basic => MemoryBasicInformation.Size,
        MemoryInformationClass.WorkingSet or MemoryInformationClass.MappedFileName or MemoryInformationClass.WorkingSetEx => 8,
        MemoryInformationClass.Region or MemoryInformationClass.RegionEx => 0x10,
        MemoryInformationClass.Image => 0x0C,
        _ => null,
    };

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

    /// <summary>MEMORY_REGION_INFORMATION of the whole allocation; what it has committed is told to callers that know of it.</summary>
    static NtStatus Region(EProcess process, GuestAddress address, QueryAnswer answer)
    {
        const uint Private = 1, DataFile = 2, Image = 4, PageFile = 8;
        const int Known = 0x10, WithCommit = 0x14, Whole = 0x1C;
        if (process.Vads.Find(address) is not { } vad) return NtStatus.InvalidAddress;
        uint kind = vad.Type switch
        {
            MemoryType.Private => Private,
            MemoryType.Image => Image,
            _ => vad.FileName is null ? PageFile : DataFile,
        };
        uint committed = 0;
        for (uint page = 0; page < vad.PageCount; page++)
            if (vad.ProtectionOf(page) != PageProtection.None) committed++;
        byte[] all = new GuestRecord(Whole)
            .Set(0x00, vad.Start.Value).Set(0x04, (uint)vad.InitialProtection).Set(0x08, kind)
            .Set(0x0C, vad.PageCount * GuestAddress.PageSize).Set(0x10, committed * GuestAddress.PageSize)
            .Bytes;
        return answer.AtLeast(all.AsSpan(0, answer.Length >= Whole ? Whole : answer.Length >= WithCommit ? WithCommit : Known));
    }

    /// <summary>MEMORY_IMAGE_INFORMATION.</summary>
    static NtStatus Image(EProcess process, GuestAddress address, QueryAnswer answer) =>
        process.Vads.Find(address) is { Type: MemoryType.Image } vad
            ? answer.AtLeast(new GuestRecord(0x0C).Set(0, vad.Start.Value).Set(4, vad.PageCount * GuestAddress.PageSize).Bytes)
            : NtStatus.InvalidAddress;
}
