using System.Globalization;
using NtGlass.Bench;

// NtGlass.Bench FOLDER [ROUNDS [KERNEL...]]: the kernels in FOLDER on our processor, natively and under qemu-i386, interleaved.
string folder = args[0];
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
var comparison = new Comparison(FindPeers());
foreach (string[] words in File.ReadLines(Path.Combine(folder, "kernels.txt")).Select(line => line.Split(' ')))
{
    if (args.Length > 2 && !args.AsSpan(2).Contains(words[0])) continue;
    if (!Console.IsErrorRedirected) Console.Error.Write($"{words[0]} ...\r");
    comparison.Measure(words[0], Path.Combine(folder, $"bin/{words[0]}.bin"), uint.Parse(words[1], CultureInfo.InvariantCulture), rounds);
}
comparison.Print();
NullCalls.Print(folder, rounds);
WholeCalls.Print(rounds);
return comparison.Failed ? 1 : 0;

List<Peer> FindPeers()
{
    string native = Path.Combine(folder, "bin/native");
    if (!File.Exists(native))
    {
        Console.WriteLine("skipped native and qemu-i386: the native runner needs gcc -m32 (gcc-multilib)");
        return [];
    }
    List<Peer> peers = [new Peer("native", native)];
    if (Peer.Find("qemu-i386") is { } qemu) peers.Add(new Peer("qemu-i386", qemu, native));
    else Console.WriteLine("skipped qemu-i386: it is not installed (qemu-user)");
    return peers;
}
