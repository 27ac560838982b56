using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of object directories.</summary>
public static class DirectoryServices
{
    const uint Query = 1;
    const uint EntrySize = 16;

    /// <summary>Makes an object directory.</summary>
    [SystemService]
    public static NtStatus NtCreateDirectoryObject(
        KThread caller, Out<Handle> directoryHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes)
    {
        directoryHandle.ProbeForWrite(caller);
        return Ob.Create(caller, directoryHandle, desiredAccess, objectAttributes, _ => new ObjectDirectory());
    }

    /// <summary>Opens an object directory.</summary>
    [SystemService]
    public static NtStatus NtOpenDirectoryObject(
        KThread caller, Out<Handle> directoryHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Ob.Open<ObjectDirectory>(caller, directoryHandle, desiredAccess, objectAttributes);

    /// <summary>Lists names and types of a directory's objects from a position on.</summary>
    [SystemService]
    public static NtStatus NtQueryDirectoryObject(
        KThread caller, HandleOf<ObjectDirectory> directoryHandle, UserBuffer buffer, uint length, bool returnSingleEntry,
        bool restartScan, InOut<uint> context, [Opt] Out<uint> returnLength)
    {
        buffer.ProbeForWrite(caller, length, alignment: 4);
        context.ProbeForWrite(caller);
        returnLength.ProbeForWriteIfPresent(caller);
        uint first = restartScan ? 0 : context.Read(caller);
        NtStatus status = Ob.Reference(caller, directoryHandle, Query, out ObjectRef<ObjectDirectory> directory);
        if (status.IsError) return status;
        using (directory)
        {
            KernelObject[] rest = directory.Object.Entries.Values.Skip((int)Math.Min(first, int.MaxValue)).ToArray();
            if (rest.Length == 0) return NtStatus.NoMoreEntries;
            KernelObject[] fitting = FittingEntries(rest, length, returnSingleEntry ? 1 : int.MaxValue);
            uint needed = EntrySize + fitting.Aggregate(0u, (sum, entry) => sum + SizeOf(entry));
            if (fitting.Length == 0)
            {
                returnLength.WriteIfPresent(caller, EntrySize + SizeOf(rest[0]));
                return NtStatus.BufferTooSmall;
            }
            WriteEntries(caller, buffer.Address, fitting);
            context.Write(caller, first + (uint)fitting.Length);
            returnLength.WriteIfPresent(caller, needed);
            return fitting.Length < rest.Length && !returnSingleEntry ? NtStatus.MoreEntries : NtStatus.Success;
        }
    }

    static KernelObject[] FittingEntries(KernelObject[] entries, uint length, int most)
    {
        uint used = EntrySize;
        return entries.Take(most).TakeWhile(entry => (used += SizeOf(entry)) <= length).ToArray();
    }

    static uint SizeOf(KernelObject entry) =>
        EntrySize + (uint)(entry.Header.Name!.Length + 1 + entry.Type.Name.Length + 1) * 2;

    static void WriteEntries(KThread caller, GuestAddress buffer, KernelObject[] entries)
    {
        GuestAddress end = buffer + (uint)(entries.Length + 1) * EntrySize;
        UserMemory.Write(caller, end - EntrySize, new byte[EntrySize]);
        foreach (KernelObject entry in entries)
        {
            foreach (string text in new[] { entry.Header.Name!, entry.Type.Name })
            {
                UnicodeStrings.WriteInline(caller, buffer, end - buffer, text);
                buffer += 8;
                end += (uint)(text.Length + 1) * 2;
            }
        }
    }
}
