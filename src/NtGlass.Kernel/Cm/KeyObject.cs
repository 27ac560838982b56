using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>An open key.</summary>
public sealed class KeyObject : KernelObject
{
    public static readonly ObjectType ObjectType = new(
        "Key", new GenericMapping(KeyRights.Read, KeyRights.Write, KeyRights.Read, KeyRights.All), KeyRights.All | AccessMask.Synchronize);

    readonly Cm cm;

    internal KeyObject(Cm cm, KeyNode node)
        : base(ObjectType)
    {
        this.cm = cm;
        Node = node;
        node.OpenCount++;
    }

    public KeyNode Node { get; }

    internal KeyWatch? Watch { get; set; }

    protected internal override NtStatus NameStatus => Node.IsDeleted ? NtStatus.KeyDeleted : NtStatus.Success;

    /// <summary>All handles of the key have one descriptor, which stays with it.</summary>
    protected internal override NtStatus SetSecurity(SecurityDescriptor descriptor) =>
        Node.IsDeleted ? NtStatus.KeyDeleted : cm.Registry.SetSecurity(Node, KeySecurity.ToBytes(descriptor));

    protected internal override void OnClose(EProcess process, uint grantedAccess)
    {
        if (Header.HandleCount > 0) return;
        Watch?.Close();
        Watch = null;
    }

    protected internal override void OnDelete() => Node.OpenCount--;

    protected internal override ParseStep Parse(ParseRequest request) =>
        request.Context is KeyPacket packet ? KeyParse.From(cm, Node, packet, request) : base.Parse(request);

    protected internal override string QueryName() => Node.Path;
}

/// <summary>What the object namespace has under the name <c>\REGISTRY</c>.</summary>
sealed class KeyRoot(Cm cm) : KernelObject(KeyObject.ObjectType)
{
    protected internal override ParseStep Parse(ParseRequest request) =>
        request.Context is KeyPacket packet ? KeyParse.From(cm, cm.Registry.Root, packet, request) : ParseStep.Failed(NtStatus.ObjectTypeMismatch);
}
