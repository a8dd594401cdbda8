using System.Diagnostics;
using System.Security.Cryptography;

namespace ActorMail.Bench.Measures;

/// <summary>What the signature alone allows on all cores of this machine.</summary>
internal static class SignatureRate
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(3);

    /// <summary>RSA-2048 signatures a second.</summary>
    public static double Measure()
    {
        var since = Stopwatch.GetTimestamp();
        var counts = new long[Environment.ProcessorCount];
        var threads = counts.Select((_, core) => new Thread(() =>
        {
            using var rsa = RSA.Create(2048);
            var data = new byte[1024];
            for (; Stopwatch.GetElapsedTime(since) < Lasts; counts[core]++)
                rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return counts.Sum() / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }
}
