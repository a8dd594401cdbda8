using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Subscribers;
using Microsoft.Extensions.Hosting;

namespace ActorMail.Embedded.Composition;

/// <summary>
/// Composes a letter nobody gets as soon as the node runs, because the first one costs most of a second (the JIT) and the first
/// author should not pay for it.
/// </summary>
internal sealed class FirstPublish(ILetterPress press) : BackgroundService
{
    private static readonly PostContent Sample = new(
        "For {{ subscriber.name | default: \"reader\" }}",
        Markdown: "# A *first* letter\n\n[link](https://example.org) and\n\n| a | b |\n|---|---|\n| 1 | {{ subscriber.email }} |\n\n> end");

    protected override Task ExecuteAsync(CancellationToken stopping) => Task.Run(() => press.Check(Sample, ListName.Default), stopping);
}
