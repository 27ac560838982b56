namespace NtGlass.Profiles;

/// <summary>Makes a <c>readonly partial struct</c> a view of a structure in guest memory; its members lie where the profile says.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class GuestStructAttribute(string name) : Attribute
{
    /// <summary>The structure's name in <c>types.dt</c>, such as <c>_KTRAP_FRAME</c>.</summary>
    public string Name { get; } = name;
}
