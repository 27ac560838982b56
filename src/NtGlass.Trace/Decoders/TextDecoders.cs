using System.Text;
using NtGlass.Abi;

namespace NtGlass.Trace.Decoders;

/// <summary>UNICODE_STRING as its text.</summary>
sealed class UnicodeStringDecoder : PointerDecoder
{
    protected override bool TryWriteTarget(StringBuilder text, in Argument argument) =>
        QuotedText.TryWriteUnicodeString(text, argument.Memory, argument.Address);
}

/// <summary>A wide text that ends with a zero, or has its length in another parameter.</summary>
sealed class WideTextDecoder : PointerDecoder
{
    protected override bool TryWriteTarget(StringBuilder text, in Argument argument) =>
        argument.Parameter.Size is string size && argument.Sibling(size) is uint bytes
            ? QuotedText.TryWriteWide(text, argument.Memory, argument.Address, (int)Math.Min(bytes / 2, int.MaxValue))
            : QuotedText.TryWriteTerminated(text, argument.Memory, argument.Address);
}

/// <summary>OBJECT_ATTRIBUTES as the object's name; a name below an open directory has the directory's handle before it.</summary>
sealed class ObjectAttributesDecoder : PointerDecoder
{
    protected override bool TryWriteTarget(StringBuilder text, in Argument argument)
    {
        IGuestMemory memory = argument.Memory;
        if (memory.ReadUInt32(argument.Address + 4) is not uint root || memory.ReadAddress(argument.Address + 8) is not GuestAddress name) return false;
        if (root != 0) text.Append(argument.NameOfHandle?.Invoke(root) is string above ? $"[0x{root:x} ({above})]" : $"[0x{root:x}]");
        if (!name.IsNull) return QuotedText.TryWriteUnicodeString(text, memory, name);
        if (root == 0) Open(text, argument).Append(']');
        return true;
    }
}
