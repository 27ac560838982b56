namespace NtGlass.Profiles;

/// <summary>Binds a partial property to a member: by its own name, or by a path such as <c>ApcState.UserApcPending</c>.</summary>
/// <remarks>A nullable property stands for a member that some profiles do not have: it reads as null and ignores writes there.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute(string? path = null) : Attribute
{
    public string? Path { get; } = path;
}

/// <summary>Binds a partial <see cref="NtGlass.Abi.GuestAddress"/> property to the address of a member, of whatever type.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAddressAttribute(string path) : Attribute
{
    public string Path { get; } = path;
}
