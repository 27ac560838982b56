using Iced.Intel;
using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Cpu.Translation;

/// <summary>Feeds the decoder from guest memory and notes the frames it reads.</summary>
internal sealed unsafe class GuestCodeReader : CodeReader
{
    AddressSpace? space;
    byte* page;
    uint pageNumber;
    int ring;

    /// <summary>The frames read since <see cref="Begin"/>.</summary>
    public List<uint> Frames { get; } = [];

    /// <summary>The next address to read.</summary>
    public uint Position { get; set; }

    public void Begin(AddressSpace addressSpace, int currentRing)
    {
        space = addressSpace;
        ring = currentRing;
        page = null;
        Frames.Clear();
    }

    public override int ReadByte()
    {
        uint number = Position >> 12;
        if ((page is null || number != pageNumber) && !Open(number)) return -1;
        return page[Position++ & (GuestAddress.PageSize - 1)];
    }

    bool Open(uint number)
    {
        var address = new GuestAddress(number << 12);
        if (ring == 3 && address.Value >= SystemSpace.Start) return false;
        if (space!.AccessOf(address) is null or PageAccess.None) return false;
        uint frame = space.FrameOf(address)!.Value;
        page = space.System.Frames.FrameContent(frame);
        pageNumber = number;
        if (!Frames.Contains(frame)) Frames.Add(frame);
        return true;
    }
}
