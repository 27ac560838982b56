using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>The memory manager.</summary>
public static class Mm
{
    /// <summary>A page fault of the guest or of a service that uses the guest's pointer.</summary>
    /// <returns>STATUS_SUCCESS when the access can be tried again; else the exception's status: STATUS_ACCESS_VIOLATION,
    /// STATUS_GUARD_PAGE_VIOLATION, STATUS_STACK_OVERFLOW, STATUS_IN_PAGE_ERROR, STATUS_NO_MEMORY.</returns>
    public static NtStatus AccessFault(KThread thread, GuestAddress address, bool isWrite, bool user)
    {
        NtStatus status = AccessFault(thread.Process, address, isWrite);
        return status == NtStatus.GuardPageViolation ? UserStack.Grow(thread, address) : status;
    }

    /// <summary>A fault in a process's memory that no thread of it made, so that no stack grows.</summary>
    /// <inheritdoc cref="AccessFault(KThread, GuestAddress, bool, bool)" path="/returns"/>
    public static NtStatus AccessFault(EProcess process, GuestAddress address, bool isWrite)
    {
        if (process.Vads.Find(address) is not { } vad) return NtStatus.AccessViolation;
        uint page = vad.PageOf(address);
        PageProtection protection = vad.ProtectionOf(page);
        if (protection == PageProtection.None) return NtStatus.AccessViolation;
        if (protection.IsGuard)
        {
            UserPages.Protect(process, vad, page, 1, protection & ~PageProtection.Guard);
            return NtStatus.GuardPageViolation;
        }
        bool allowed = isWrite ? protection.AllowsWrite : protection.AllowsRead;
        return allowed ? UserPages.Resolve(process, vad, page, isWrite) : NtStatus.AccessViolation;
    }

    /// <summary>Copies from a process's memory as its own instructions would.</summary>
    /// <returns>How many bytes were copied before the first that could not be.</returns>
    public static int ReadMemory(EProcess process, GuestAddress address, Span<byte> destination)
    {
        int done = 0;
        while (done < destination.Length)
        {
            int count = ToPageEnd(address + (uint)done, destination.Length - done);
            Span<byte> part = destination.Slice(done, count);
            while (!process.Space.TryRead(address + (uint)done, part, out GuestAddress fault))
                if (!AccessFault(process, fault, isWrite: false).IsSuccess) return done;
            done += count;
        }
        return done;
    }

    /// <summary>Copies into a process's memory as its own instructions would.</summary>
    /// <inheritdoc cref="ReadMemory" path="/returns"/>
    public static int WriteMemory(EProcess process, GuestAddress address, ReadOnlySpan<byte> source)
    {
        int done = 0;
        while (done < source.Length)
        {
            int count = ToPageEnd(address + (uint)done, source.Length - done);
            ReadOnlySpan<byte> part = source.Slice(done, count);
            while (!process.Space.TryWrite(address + (uint)done, part, out GuestAddress fault))
                if (!AccessFault(process, fault, isWrite: true).IsSuccess) return done;
            done += count;
        }
        return done;
    }

    /// <summary>Reserves and commits memory anywhere from the lowest free address up, or from the highest down.</summary>
    /// <returns>STATUS_SUCCESS or STATUS_NO_MEMORY.</returns>
    public static NtStatus Allocate(EProcess process, uint bytes, PageProtection protection, bool topDown, out GuestAddress address)
    {
        address = default;
        VirtualRequest request = new(default, bytes, AllocationType.Reserve | AllocationType.Commit, protection, UserRange.End, topDown);
        NtStatus status = VirtualMemory.Allocate(process, request, out GuestAddress start, out _);
        if (status.IsSuccess) address = start;
        return status;
    }

    /// <summary>Commits pages at a given address for the kernel's own purpose (a PEB or TEB); the program cannot free them.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_CONFLICTING_ADDRESSES, STATUS_NO_MEMORY.</returns>
    public static NtStatus AllocateFixed(EProcess process, GuestAddress address, uint pages)
    {
        if (!process.Vads.IsFree(address, address + pages * GuestAddress.PageSize)) return NtStatus.ConflictingAddresses;
        Vad vad = new(address, pages, MemoryType.Private, PageProtection.ReadWrite) { IsFixed = true };
        NtStatus status = UserPages.Commit(process, vad, 0, pages, PageProtection.ReadWrite);
        if (status.IsSuccess) process.Vads.Add(vad);
        return status;
    }

    /// <summary>Shows a process one of the kernel's own pages, read-only, at the start of the 64 KiB that are then taken (SharedUserData).</summary>
    public static void MapKernelPage(EProcess process, GuestAddress address, uint frame)
    {
        uint pages = UserRange.Granularity / GuestAddress.PageSize;
        Vad vad = new(address, pages, MemoryType.Private, PageProtection.ReadOnly) { IsFixed = true };
        vad.Pages[0] = new VadPage { Protection = PageProtection.ReadOnly, Frame = frame, IsResident = true };
        process.Vads.Add(vad);
        process.Space.Map(address, new FrameRun(frame, 1), PageAccess.ReadExecute);
    }

    /// <summary>Shows a process pages of the kernel's own that hold code for user mode.</summary>
    public static void MapKernelPages(EProcess process, GuestAddress address, FrameRun frames)
    {
        Vad vad = new(address, (uint)frames.Pages, MemoryType.Private, PageProtection.ExecuteRead) { IsFixed = true };
        for (uint page = 0; page < vad.PageCount; page++)
            vad.Pages[page] = new VadPage { Protection = PageProtection.ExecuteRead, Frame = frames.First + page, IsResident = true };
        process.Vads.Add(vad);
        process.Space.Map(address, frames, PageAccess.ReadExecute);
    }

    /// <summary>Makes an image section of the file of a name; the caller gives the reference back.</summary>
    /// <returns>Errors of the open, STATUS_INVALID_FILE_FOR_SECTION, what the image says, STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    public static NtStatus OpenImage(KThread caller, string name, out Section? section)
    {
        section = null;
        NtStatus status = Io.OpenFile(caller, name, FileRights.ReadData | FileRights.Execute, out FileObject? file);
        if (file is null) return status;
        status = SectionCreate.OfImage(caller.Kernel, file, out section);
        file.Header.Dereference();
        return status;
    }

    /// <summary>Maps an image at its own base, or elsewhere when that is taken.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_IMAGE_NOT_AT_BASE, STATUS_NO_MEMORY.</returns>
    public static NtStatus MapImage(EProcess process, Section section, out GuestAddress imageBase)
    {
        ViewRequest request = new(default, 0, 0, 0, PageProtection.Execute, UserRange.End, TopDown: false, IsInherited: false);
        NtStatus status = ViewMap.Map(process, section, request, out Vad? vad);
        imageBase = vad?.Start ?? default;
        return status;
    }

    /// <summary>Takes down all of a process's memory, views first told to their files.</summary>
    public static void DeleteAddressSpace(EProcess process)
    {
        foreach (Vad vad in process.Vads.All.ToArray()) VirtualMemory.Remove(process, vad);
    }

    static int ToPageEnd(GuestAddress address, int most) => (int)Math.Min((uint)most, GuestAddress.PageSize - address.PageOffset);
}
