using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>KEY_VALUE_ENTRY as it lies in guest memory.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct KeyValueEntry(GuestAddress ValueName, uint DataLength, uint DataOffset, uint Type)
{
    public const uint Size = 16;
}

/// <summary>The service that reads several values at once.</summary>
public static class MultipleValueServices
{
    const uint MostEntries = 0x10000;

    /// <summary>Tells the data of several values of a key, all as they are at one moment.</summary>
    /// <returns>STATUS_INSUFFICIENT_RESOURCES for too many entries, STATUS_ACCESS_VIOLATION, errors of the handle, STATUS_KEY_DELETED,
    /// STATUS_INVALID_PARAMETER for a name, STATUS_OBJECT_NAME_NOT_FOUND, STATUS_BUFFER_OVERFLOW, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtQueryMultipleValueKey(
        KThread caller, HandleOf<KeyObject> keyHandle, UserBuffer valueEntries, uint entryCount, UserBuffer valueBuffer,
        InOut<uint> bufferLength, [Opt] Out<uint> requiredBufferLength)
    {
        if (entryCount > MostEntries) return NtStatus.InsufficientResources;
        valueEntries.ProbeForWrite(caller, entryCount * KeyValueEntry.Size, alignment: 4);
        bufferLength.ProbeForWrite(caller);
        requiredBufferLength.ProbeForWriteIfPresent(caller);
        uint room = bufferLength.Read(caller);
        valueBuffer.ProbeForWrite(caller, room, alignment: 4);
        NtStatus status = Cm.Reference(caller, keyHandle, KeyRights.QueryValue, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key)
        {
            ulong used = 0, needed = 0;
            for (uint index = 0; index < entryCount; index++)
            {
                var entry = new InOut<KeyValueEntry>(valueEntries.Address + index * KeyValueEntry.Size);
                KeyValueEntry given = entry.Read(caller);
                if (ValueServices.CaptureName(caller, new In<UnicodeString>(given.ValueName)) is not string name) return NtStatus.InvalidParameter;
                if (key.Object.Node.FindValue(name) is not KeyValue value) return NtStatus.ObjectNameNotFound;
                needed = (needed + 3) & ~3ul;
                bool fits = needed + (ulong)value.Data.Length <= room;
                if (fits)
                {
                    valueBuffer.Slice((uint)needed).Write(caller, value.Data.Span);
                    used = needed + (ulong)value.Data.Length;
                }
                entry.Write(caller, new KeyValueEntry(given.ValueName, (uint)value.Data.Length, (uint)needed, value.Type));
                needed += (ulong)value.Data.Length;
            }
            bufferLength.Write(caller, (uint)used);
            requiredBufferLength.WriteIfPresent(caller, (uint)Math.Min(needed, uint.MaxValue));
            return needed > room ? NtStatus.BufferOverflow : NtStatus.Success;
        }
    }
}
