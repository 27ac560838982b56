using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A view of a section that belongs to one end of a connection.</summary>
sealed class LpcView(EProcess process, Vad vad)
{
    public GuestAddress Base => vad.Start;

    public uint Size => vad.PageCount * GuestAddress.PageSize;

    /// <summary>Maps a section; the view is read and written.</summary>
    /// <returns>What mapping says.</returns>
    public static NtStatus Map(EProcess process, Section section, long offset, uint size, out LpcView? view)
    {
        var request = new ViewRequest(default, size, offset, size, PageProtection.ReadWrite, AddressLimits.None, TopDown: false, IsInherited: false);
        NtStatus status = ViewMap.Map(process, section, request, out Vad? vad);
        view = vad is null ? null : new LpcView(process, vad);
        return status;
    }

    /// <summary>Takes the view away, if its process has not done so itself.</summary>
    public void Unmap()
    {
        if (!process.HasExited && process.Vads.Find(vad.Start) == vad) ViewMap.Unmap(process, vad.Start);
    }
}
