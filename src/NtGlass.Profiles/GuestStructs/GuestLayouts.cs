namespace NtGlass.Profiles;

/// <summary>Offsets of the members of guest structures in one profile, found by name once for each structure.</summary>
public sealed class GuestLayouts(TypeStore types)
{
    static int slots;

    readonly Lock adding = new();
    int[]?[] known = [];

    public TypeStore Types { get; } = types;

    public int SizeOf<T>() where T : struct, IGuestStruct => Types[T.StructName].Size;

    /// <summary>The offsets of <c>T.FieldPaths</c>; -1 where the profile has no such member.</summary>
    public int[] OffsetsOf<T>() where T : struct, IGuestStruct
    {
        int[]?[] now = Volatile.Read(ref known);
        int slot = Slot<T>.Index;
        return slot < now.Length && now[slot] is { } offsets ? offsets : Add<T>(slot);
    }

    int[] Add<T>(int slot) where T : struct, IGuestStruct
    {
        StructType type = Types[T.StructName];
        int[] offsets = [.. T.FieldPaths.Select(path => type.TryFind(path, out StructField? found) ? found.Offset : -1)];
        lock (adding)
        {
            int[]?[] larger = new int[]?[Math.Max(known.Length, slot + 1)];
            known.CopyTo(larger, 0);
            larger[slot] = offsets;
            Volatile.Write(ref known, larger);
        }
        return offsets;
    }

    static class Slot<T>
    {
        public static readonly int Index = Interlocked.Increment(ref slots) - 1;
    }
}
