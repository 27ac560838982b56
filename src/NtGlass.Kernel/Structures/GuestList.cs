using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>LIST_ENTRY chains in guest memory.</summary>
static class GuestList
{
    const uint Blink = 4;

    /// <summary>Makes an empty list of its head.</summary>
    public static void Initialize(IGuestMemory memory, GuestAddress head)
    {
        memory.WriteUInt32(head, head.Value);
        memory.WriteUInt32(head + Blink, head.Value);
    }

    public static void InsertTail(IGuestMemory memory, GuestAddress head, GuestAddress entry)
    {
        GuestAddress last = memory.ReadAddress(head + Blink) ?? head;
        memory.WriteUInt32(entry, head.Value);
        memory.WriteUInt32(entry + Blink, last.Value);
        memory.WriteUInt32(last, entry.Value);
        memory.WriteUInt32(head + Blink, entry.Value);
    }

    public static void Remove(IGuestMemory memory, GuestAddress entry)
    {
        GuestAddress next = memory.ReadAddress(entry) ?? entry, previous = memory.ReadAddress(entry + Blink) ?? entry;
        memory.WriteUInt32(previous, next.Value);
        memory.WriteUInt32(next + Blink, previous.Value);
    }
}
