namespace NtGlass.Kernel;

/// <summary>A name that stands for another path.</summary>
public sealed class SymbolicLink(string target) : KernelObject(ObjectType)
{
    public static readonly ObjectType ObjectType = new("SymbolicLink", new GenericMapping(0x20001, 0x20000, 0x20001, 0xF0001), 0xF0001);

    public string Target => target;

    protected internal override int KeptBytes => target.Length * 2;

    protected internal override ParseStep Parse(ParseRequest request)
    {
        bool openLink = (request.Attributes & ObjectAttributeFlags.OpenLink) != 0 || request.Context is OpenLinkItself;
        return request.Remaining.Length == 0 && openLink ? ParseStep.Found(this) : ParseStep.Reparse(target + request.Remaining);
    }
}

/// <summary>The parse context of a lookup that wants a symbolic link and not its target.</summary>
sealed class OpenLinkItself
{
    public static readonly OpenLinkItself Instance = new();
}
