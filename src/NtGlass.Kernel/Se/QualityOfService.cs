using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>SECURITY_QUALITY_OF_SERVICE: how far a server may act as its client.</summary>
static class QualityOfService
{
    /// <summary>Reads the level that object attributes point to.</summary>
    /// <returns>False for a level that does not exist.</returns>
    public static bool TryRead(KThread caller, In<ObjectAttributes> attributes, out ImpersonationLevel? level)
    {
        level = null;
        return attributes.IsNull || TryRead(caller, attributes.Read(caller).SecurityQualityOfService, out level);
    }

    /// <inheritdoc cref="TryRead(KThread, In{ObjectAttributes}, out ImpersonationLevel?)"/>
    public static bool TryRead(KThread caller, GuestAddress at, out ImpersonationLevel? level)
    {
        level = null;
        if (at.IsNull) return true;
        UserMemory.ProbeForRead(caller, at, 12, alignment: 4);
        var given = new In<ImpersonationLevel>(at + 4).Read(caller);
        if (given > ImpersonationLevel.Delegation) return false;
        level = given;
        return true;
    }
}
