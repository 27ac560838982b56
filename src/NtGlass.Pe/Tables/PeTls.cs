using NtGlass.Abi;

namespace NtGlass.Pe;

/// <summary>The thread-local storage of an image; addresses are those at its preferred base.</summary>
public sealed record PeTls(
    GuestAddress DataStart, GuestAddress DataEnd, GuestAddress IndexSlot, GuestAddress CallbackTable, uint ZeroFill, IReadOnlyList<GuestAddress> Callbacks)
{
    const int MostCallbacks = 1024;

    /// <summary>The TLS directory of an image; null when it has none.</summary>
    /// <exception cref="PeFormatException">The directory is damaged.</exception>
    public static PeTls? Read(PeImage image)
    {
        DataDirectory directory = image.Headers[DirectoryEntry.Tls];
        if (directory.IsEmpty) return null;
        var reader = new TableReader(image, PeError.BadTls, "TLS directory");
        GuestAddress Address(uint offset) => new(reader.UInt32(directory.Rva + offset));
        GuestAddress start = Address(0), end = Address(4), table = Address(12);
        if (end < start) throw reader.Bad($"its data ends at {end}, before {start}");
        return new(start, end, Address(8), table, reader.UInt32(directory.Rva + 16), table.IsNull ? [] : ReadCallbacks(image, reader, table));
    }

    static List<GuestAddress> ReadCallbacks(PeImage image, TableReader reader, GuestAddress table)
    {
        var callbacks = new List<GuestAddress>();
        for (Rva slot = new(table.Value - image.Headers.ImageBase); ; slot += 4)
        {
            uint callback = reader.UInt32(slot);
            if (callback == 0) return callbacks;
            if (callbacks.Count == MostCallbacks) throw reader.Bad($"more than {MostCallbacks} callbacks");
            callbacks.Add(new(callback));
        }
    }
}
