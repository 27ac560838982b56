using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Which pages of a process are in memory.</summary>
static class WorkingSetQuery
{
    const uint Valid = 1;

    /// <summary>MEMORY_WORKING_SET_INFORMATION: all of them.</summary>
    public static NtStatus AnswerAll(EProcess process, QueryAnswer answer)
    {
        List<uint> entries = [0];
        foreach (Vad vad in process.Vads.All)
            for (uint page = 0; page < vad.PageCount; page++)
                if (vad.Pages[page].IsResident) entries.Add(vad.AddressOf(page).Value | Valid);
        entries[0] = (uint)entries.Count - 1;
        return answer.AtLeast(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(entries)));
    }

    /// <summary>MEMORY_WORKING_SET_EX_INFORMATION: the pages that the caller has put into the list.</summary>
    public static NtStatus Answer(EProcess process, QueryAnswer answer)
    {
        const uint EntrySize = 8;
        for (uint at = 0; at + EntrySize <= answer.Length; at += EntrySize)
        {
            var address = new In<GuestAddress>(answer.Buffer.Slice(at).Address).Read(answer.Caller);
            new Out<uint>(answer.Buffer.Slice(at + 4).Address).Write(answer.Caller, AttributesOf(process, address));
        }
        answer.ReturnLength.WriteIfPresent(answer.Caller, answer.Length / EntrySize * EntrySize);
        return NtStatus.Success;
    }

    static uint AttributesOf(EProcess process, GuestAddress address)
    {
        const int ShareCountBit = 1, ProtectionBit = 4;
        const uint Shared = 1u << 15;
        if (process.Vads.Find(address) is not { } vad) return 0;
        uint page = vad.PageOf(address);
        VadPage entry = vad.Pages[page];
        uint shared = vad.Area is null || entry.IsOwned ? 0 : Shared;
        if (!entry.IsResident) return shared;
        return Valid | 1u << ShareCountBit | ((uint)vad.ProtectionOf(page) & 0x7FF) << ProtectionBit | shared;
    }
}
