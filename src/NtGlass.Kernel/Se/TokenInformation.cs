using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The structures in which a token tells about itself.</summary>
static class TokenInformation
{
    const uint EnabledByDefault = 7;
    const uint PrimaryToken = 1;

    /// <param name="target">Where the caller wants the answer: pointers in it refer to it.</param>
    /// <returns>Null for a class without an answer.</returns>
    public static byte[]? Build(Token token, TokenInformationClass what, GuestAddress target) => what switch
    {
        TokenInformationClass.User => SidsAndAttributes(target, headBytes: 0, ([.. token.UserSid], 0)),
        TokenInformationClass.Groups => Groups(token, target),
        TokenInformationClass.Privileges => new byte[4],
        TokenInformationClass.Owner or TokenInformationClass.PrimaryGroup => OneSid(target, [.. token.UserSid]),
        TokenInformationClass.DefaultDacl => new byte[4],
        TokenInformationClass.Source => new GuestRecord(16).Set(0, "User32  "u8).Bytes,
        TokenInformationClass.Type => BitConverter.GetBytes(PrimaryToken),
        TokenInformationClass.Statistics => Statistics(),
        TokenInformationClass.RestrictedSids or TokenInformationClass.SessionId => new byte[4],
        _ => null,
    };

    static byte[] Groups(Token token, GuestAddress target)
    {
        (byte[], uint)[] groups = token.IsElevated
            ? [(Sid.World, EnabledByDefault), (Sid.Administrators, EnabledByDefault)]
            : [(Sid.World, EnabledByDefault)];
        byte[] answer = SidsAndAttributes(target, headBytes: 4, groups);
        BitConverter.TryWriteBytes(answer, groups.Length);
        return answer;
    }

    static byte[] OneSid(GuestAddress target, byte[] sid) =>
        new GuestRecord(4 + sid.Length).Set(0, (target + 4).Value).Set(4, sid).Bytes;

    static byte[] SidsAndAttributes(GuestAddress target, int headBytes, params ReadOnlySpan<(byte[] Sid, uint Attributes)> entries)
    {
        int end = headBytes + entries.Length * 8, size = end;
        foreach ((byte[] sid, _) in entries) size += sid.Length;
        var record = new GuestRecord(size);
        for (int i = 0; i < entries.Length; i++)
        {
            record.Set(headBytes + i * 8, (target + (uint)end).Value).Set(headBytes + i * 8 + 4, entries[i].Attributes).Set(end, entries[i].Sid);
            end += entries[i].Sid.Length;
        }
        return record.Bytes;
    }

    static byte[] Statistics()
    {
        const uint TokenId = 0x3E8, AuthenticationId = 0x3E7;
        return new GuestRecord(0x38).Set(0, TokenId).Set(8, AuthenticationId).Set(0x10, long.MaxValue).Set(0x18, PrimaryToken).Bytes;
    }
}
