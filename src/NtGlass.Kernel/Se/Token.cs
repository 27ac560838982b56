namespace NtGlass.Kernel;

/// <summary>An access token: who the programs run as.</summary>
public sealed class Token(IReadOnlyList<byte> userSid, bool isElevated) : KernelObject(ObjectType)
{
    public static readonly ObjectType ObjectType = new("Token", new GenericMapping(0x20008, 0x200E0, 0x20000, 0xF01FF), 0xF01FF);

    /// <summary>A SID in its binary form.</summary>
    public IReadOnlyList<byte> UserSid => userSid;

    public bool IsElevated => isElevated;

    /// <summary>The user of an XP machine: a local account with number 1003.</summary>
    public static Token NewUser() => new(Sid.Of(5, 21, 0x2B6A5C11, 0x1D4E6F27, 0x3C8D1E95, 1003), isElevated: true);
}
