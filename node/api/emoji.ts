/** What people send most, by what one would call it. The names are what stands between colons. */
const TABLE = {
  faces:
    '😀 grinning 😃 smiley 😄 smile 😁 grin 😆 laughing 😅 sweat_smile 🤣 rofl 😂 joy 🙂 slight_smile 🙃 upside_down 😉 wink 😊 blush 😇 innocent 🥰 adore 😍 heart_eyes 🤩 star_struck 😘 kiss 😋 yum 😛 tongue 😜 wink_tongue 🤪 zany 🤗 hug 🤭 giggle 🤫 shush 🤔 thinking 🤐 zip 😐 neutral 😑 expressionless 😶 speechless 😏 smirk 😒 unamused 🙄 eye_roll 😬 grimace 😌 relieved 😔 pensive 😪 sleepy 😴 sleeping 😷 mask 🤒 ill 🤕 hurt 🤢 nauseated 🤧 sneeze 🥵 hot 🥶 cold 😵 dizzy 🤯 mind_blown 🥳 party_face 😎 cool 🤓 nerd 🧐 monocle 😕 confused 😟 worried 🙁 frown 😮 open_mouth 😲 astonished 😳 flushed 🥺 pleading 😨 fearful 😰 anxious 😢 cry 😭 sob 😱 scream 😖 confounded 😩 weary 🥱 yawn 😤 huff 😠 angry 🤬 cursing 😈 imp 💀 skull 💩 poop 🤡 clown 👻 ghost 👽 alien 🤖 robot 🫠 melting 🫡 salute',
  hands:
    '👍 thumbsup 👎 thumbsdown 👌 ok 🤌 pinched ✌️ victory 🤞 fingers_crossed 🤟 love_you 🤘 rock 🤙 call_me 👈 left 👉 right 👆 up 👇 down ☝️ point ✋ hand 👋 wave 🤝 handshake 👏 clap 🙌 hooray 🫶 heart_hands 🙏 please 💪 muscle ✍️ writing 👀 eyes 🧠 brain 🤷 shrug 🤦 facepalm 🙋 raised 💃 dance 🏃 run 🚶 walk',
  hearts:
    '❤️ heart 🧡 orange_heart 💛 yellow_heart 💚 green_heart 💙 blue_heart 💜 purple_heart 🖤 black_heart 🤍 white_heart 💔 broken_heart 💕 hearts 💯 hundred 💢 anger 💥 boom 💫 dizzy_star 💦 sweat 💤 zzz 🔥 fire ⭐ star 🌟 glowing_star ✨ sparkles ⚡ zap',
  nature:
    '🐶 dog 🐱 cat 🐭 mouse 🐰 rabbit 🦊 fox 🐻 bear 🐼 panda 🐨 koala 🐯 tiger 🦁 lion 🐮 cow 🐷 pig 🐸 frog 🐵 monkey 🐔 chicken 🐧 penguin 🐦 bird 🦉 owl 🐺 wolf 🐴 horse 🦄 unicorn 🐝 bee 🐛 bug 🦋 butterfly 🐌 snail 🐢 turtle 🐙 octopus 🐟 fish 🐬 dolphin 🐳 whale 🦦 otter 🌵 cactus 🌲 tree 🌱 seedling 🍀 clover 🍁 maple_leaf 🌹 rose 🌻 sunflower 🌸 blossom 🌍 earth 🌙 moon ☀️ sun ⛅ cloudy 🌧️ rain ⛄ snowman ❄️ snow 🌈 rainbow 🌊 ocean',
  food: '🍎 apple 🍐 pear 🍊 orange 🍋 lemon 🍌 banana 🍉 melon 🍇 grapes 🍓 strawberry 🍒 cherries 🍑 peach 🍍 pineapple 🥝 kiwi 🍅 tomato 🥑 avocado 🥕 carrot 🌽 corn 🍞 bread 🥐 croissant 🧀 cheese 🥚 egg 🥞 pancakes 🍔 burger 🍟 fries 🍕 pizza 🌮 taco 🍜 noodles 🍝 pasta 🍣 sushi 🍪 cookie 🎂 cake 🍰 shortcake 🍫 chocolate 🍿 popcorn ☕ coffee 🍵 tea 🍺 beer 🍻 cheers 🍷 wine 🥂 clink 🍾 champagne',
  things:
    '🎉 tada 🎊 confetti 🎁 gift 🎈 balloon 🎄 christmas_tree 🏆 trophy 🥇 gold ⚽ soccer 🏀 basketball 🎾 tennis 🎮 game 🎲 die 🎵 note 🎶 music 🎸 guitar 🎬 film 📷 camera 📱 phone 💻 laptop ⌨️ keyboard 🖨️ printer 💡 bulb 🔦 torch 📖 book 📝 memo 📌 pin 📎 paperclip ✂️ scissors 🔒 lock 🔑 key 🔨 hammer 🔧 wrench ⚙️ gear 🧲 magnet 💊 pill 🧪 test_tube 🔋 battery 📦 package ✉️ letter 📅 calendar ⏰ alarm ⏳ hourglass 💰 money 💎 gem 👑 crown 👓 glasses 👕 shirt 🎓 graduation 🚗 car 🚌 bus 🚲 bike 🚂 train ✈️ plane 🚀 rocket ⛵ boat 🏠 house 🏢 office 🏥 hospital 🏕️ camping 🏖️ beach 🗺️ map',
  signs:
    '✅ check ❌ cross ❓ question ❗ exclamation ⚠️ warning 🚫 forbidden ♻️ recycle ➕ plus ➖ minus ✔️ tick 🔴 red 🟠 orange_circle 🟡 yellow 🟢 green 🔵 blue 🟣 purple ⚪ white ⚫ black 🔺 triangle 🔔 bell 🔕 silent 🏁 finish 🏳️‍🌈 pride 🆗 ok_sign 🆕 new 🔝 top 🔜 soon ▶️ play ⏸️ pause 🔁 repeat 🔍 search'
} as const

export type EmojiGroup = keyof typeof TABLE

export interface NamedEmoji {
  readonly emoji: string
  readonly name: string
}

/** In the order in which they are offered. */
export const EMOJI_GROUPS: readonly { readonly group: EmojiGroup; readonly emoji: readonly NamedEmoji[] }[] = (
  Object.keys(TABLE) as EmojiGroup[]
).map(group => ({ group, emoji: pairsOf(TABLE[group]) }))

const ALL = EMOJI_GROUPS.flatMap(({ emoji }) => emoji)
const BY_NAME = new Map(ALL.map(({ name, emoji }) => [name, emoji]))
const SHORTCODE = /:([a-z0-9_]{1,32}):/gu

function pairsOf(table: string): readonly NamedEmoji[] {
  const words = table.split(' ')
  return words.flatMap((emoji, i) => (i % 2 === 0 ? [{ emoji, name: words[i + 1] ?? '' }] : []))
}

/** Those whose names begin so, then those that have it elsewhere. */
export function findEmoji(sought: string, most: number): readonly NamedEmoji[] {
  const wanted = sought.toLowerCase()
  const beginning = ALL.filter(({ name }) => name.startsWith(wanted))
  return [...beginning, ...ALL.filter(({ name }) => !name.startsWith(wanted) && name.includes(wanted))].slice(0, most)
}

/** With an emoji in the place of every `:name:` that is one's name. */
export const withEmoji = (text: string): string => text.replaceAll(SHORTCODE, (code, name: string) => BY_NAME.get(name) ?? code)
