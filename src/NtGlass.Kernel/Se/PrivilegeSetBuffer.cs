using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A caller's PRIVILEGE_SET: count, whether all are needed, and the privileges.</summary>
readonly record struct PrivilegeSetBuffer(KThread Caller, UserBuffer Buffer, InOut<uint> Length)
{
    const uint HeadSize = 8, EntrySize = 12, MostEntries = 4096, AllNecessary = 1;

    public static uint SizeOf(int count) => HeadSize + (uint)count * EntrySize;

    /// <summary>Reads a set.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for an impossible count, STATUS_SUCCESS.</returns>
    public static NtStatus Capture(KThread caller, UserBuffer from, out uint control, out PrivilegeState[] privileges)
    {
        (control, privileges) = (0, []);
        from.ProbeForRead(caller, HeadSize, alignment: 4);
        uint count = new In<uint>(from.Address).Read(caller);
        control = new In<uint>(from.Slice(4).Address).Read(caller);
        if (count > MostEntries) return NtStatus.InvalidParameter;
        byte[] bytes = new byte[count * EntrySize];
        from.Slice(HeadSize).Read(caller, bytes);
        privileges = [.. bytes.Chunk((int)EntrySize).Select(entry => new PrivilegeState(
            BitConverter.ToUInt32(entry, 4) == 0 ? (Privilege)BitConverter.ToUInt32(entry) : default, BitConverter.ToUInt32(entry, 8)))];
        return NtStatus.Success;
    }

    /// <summary>The token has the privileges enabled: all of them, or one where the control says so.</summary>
    public static bool Check(Token token, uint control, PrivilegeState[] wanted) => (control & AllNecessary) != 0
        ? Array.TrueForAll(wanted, state => token.Has(state.Privilege))
        : Array.Exists(wanted, state => token.Has(state.Privilege));

    /// <summary>Marks in the caller's set which privileges the token has.</summary>
    public static void WriteUsed(KThread caller, UserBuffer set, Token token, PrivilegeState[] wanted)
    {
        for (int i = 0; i < wanted.Length; i++)
        {
            if (!token.Has(wanted[i].Privilege)) continue;
            new Out<uint>(set.Slice(HeadSize + (uint)i * EntrySize + 8).Address).Write(caller, wanted[i].Attributes | PrivilegeAttributes.UsedForAccess);
        }
    }

    /// <returns>How much room the caller has.</returns>
    public uint Probe()
    {
        Length.ProbeForWrite(Caller);
        uint room = Length.Read(Caller);
        Buffer.ProbeForWrite(Caller, room, alignment: 4);
        return room;
    }

    /// <summary>Writes the privileges by which rights were given.</summary>
    /// <returns>False when the caller has too little room; then the needed length is written.</returns>
    public bool WriteUsed(Token token, uint desiredAccess, uint room)
    {
        var used = new List<Privilege>();
        if ((desiredAccess & AccessMask.AccessSystemSecurity) != 0 && token.Has(Privilege.Security)) used.Add(Privilege.Security);
        if ((desiredAccess & AccessMask.WriteOwner) != 0 && token.Has(Privilege.TakeOwnership)) used.Add(Privilege.TakeOwnership);
        uint needed = SizeOf(Math.Max(1, used.Count));
        Length.Write(Caller, needed);
        if (room < needed) return false;
        var record = new GuestRecord((int)needed).Set(0, (uint)used.Count);
        for (int i = 0; i < used.Count; i++)
            record.Set((int)HeadSize + i * (int)EntrySize, (uint)used[i]).Set((int)HeadSize + i * (int)EntrySize + 8, PrivilegeAttributes.UsedForAccess);
        Buffer.Write(Caller, record.Bytes);
        return true;
    }
}
