using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The parse procedure of keys.</summary>
static class KeyParse
{
    /// <summary>Follows the rest of a path from a key.</summary>
    /// <returns>STATUS_KEY_DELETED, STATUS_INVALID_PARAMETER for a name that is too long, STATUS_OBJECT_NAME_NOT_FOUND,
    /// STATUS_OBJECT_NAME_COLLISION for a link to make where a key is, STATUS_NAME_TOO_LONG for links in a circle, what
    /// <see cref="KeySecurity.CheckCreate"/> and <see cref="Registry.Create"/> say, STATUS_SUCCESS.</returns>
    public static ParseStep From(Cm cm, KeyNode start, KeyPacket packet, ParseRequest request)
    {
        if (start.IsDeleted) return ParseStep.Failed(NtStatus.KeyDeleted);
        bool opensLink = (request.Attributes & ObjectAttributeFlags.OpenLink) != 0;
        KeyNode node = start;
        ReadOnlySpan<char> rest = request.Remaining;
        while (KeyNames.TakeFirst(ref rest) is { Length: > 0 } name)
        {
            if (name.Length > KeyNames.LongestKey) return ParseStep.Failed(NtStatus.InvalidParameter);
            bool isLast = rest.TrimStart('\\').IsEmpty;
            string text = name.ToString();
            if (node.Find(text) is not KeyNode next)
                return isLast ? Missing(request.Caller, cm, packet, node, text) : ParseStep.Failed(NtStatus.ObjectNameNotFound);
            node = next;
            if (isLast && packet.Creation is { IsLink: true }) return ParseStep.Failed(NtStatus.ObjectNameCollision);
            if (node.IsLink && !(isLast && opensLink)) return Follow(packet, node, rest);
        }
        return ParseStep.Found(new KeyObject(cm, node));
    }

    static ParseStep Follow(KeyPacket packet, KeyNode link, ReadOnlySpan<char> rest)
    {
        if (!packet.FollowLink()) return ParseStep.Failed(NtStatus.NameTooLong);
        if (link.FindValue(KeyNode.LinkValueName) is not { Type: ValueType.Link } value) return ParseStep.Failed(NtStatus.ObjectNameNotFound);
        return ParseStep.Reparse(KeyText.FromBytes(value.Data.Span) + rest.ToString());
    }

    /// <summary>The key of the path's last name is not there.</summary>
    static ParseStep Missing(KThread caller, Cm cm, KeyPacket packet, KeyNode parent, string name)
    {
        if (packet.Creation is not KeyTraits traits) return ParseStep.Failed(NtStatus.ObjectNameNotFound);
        if (parent.Parent is null) return ParseStep.Failed(NtStatus.AccessDenied);
        if (parent.Level == 1 && !traits.IsVolatile) return ParseStep.Failed(NtStatus.InvalidParameter);
        NtStatus status = KeySecurity.CheckCreate(caller, cm, parent);
        if (status.IsError) return ParseStep.Failed(status);
        if (packet.Security is byte[] security) traits = traits with { SecurityDescriptor = security };
        status = cm.Registry.Create(parent, name, traits, out KeyNode? made);
        if (made is null) return ParseStep.Failed(status);
        packet.HasCreated = true;
        return ParseStep.Found(new KeyObject(cm, made));
    }
}
