import { counting } from '../words.js'
import type { DialogWords } from './words.js'

const count = counting('ar')

export const ar: DialogWords = {
  connection: {
    paths: 'المسارات',
    noPaths: 'لا اتصال بأحد الآن. تنشأ الاتصالات من تلقاء نفسها حين يحضر من تحادثه.',
    here: 'هذه العقدة',
    direct: 'مباشر',
    circuit: 'عبر مُرحِّل',
    roundTrip: 'ذهابًا وإيابًا',
    since: when => `منذ ${when}`,
    map: links =>
      count(links, {
        zero: 'خريطة بلا اتصالات',
        one: 'خريطة باتصال واحد',
        two: 'خريطة باتصالين',
        few: 'خريطة فيها # اتصالات',
        many: 'خريطة فيها # اتصالًا',
        other: 'خريطة فيها # اتصال'
      }),
    reach: {
      none: 'لا يستطيع أحد الاتصال بهذه العقدة',
      'this-machine': 'يمكن الوصول إليها من هذا الجهاز فقط',
      'this-network': 'يمكن الوصول إليها من هذه الشبكة فقط',
      internet: 'يمكن الوصول إليها بعنوان عام'
    },
    queued: messages =>
      count(messages, {
        zero: 'لا رسائل تنتظر الوصول',
        one: 'رسالة واحدة تنتظر الوصول',
        two: 'رسالتان تنتظران الوصول',
        few: '# رسائل تنتظر الوصول',
        many: '# رسالة تنتظر الوصول',
        other: '# رسالة تنتظر الوصول'
      }),
    diagnostics: 'التشخيص',
    run: 'إجراء كل الفحوص',
    wellCheck: 'سليم',
    badCheck: 'يحتاج إلى انتباه',
    chosenCheck: 'كما اخترت',
    copyReport: 'نسخ التقرير'
  },
  find: {
    title: 'بحث',
    placeholder: 'أشخاص ومجموعات ورسائل',
    inChat: (title: string) => `البحث في ${title}`,
    results: 'ما عُثر عليه',
    messages: 'الرسائل',
    count: (messages: number) =>
      count(messages, { zero: 'لا رسائل', one: 'رسالة واحدة', two: 'رسالتان', few: '# رسائل', many: '# رسالة', other: '# رسالة' }),
    none: 'لم يُعثر على شيء',
    more: 'الأقدم',
    passed: (messages: number) => `ما زالت الرسائل الأقدم تُفهرس؛ يمكن العثور على ${count(messages, { other: '#' })} حتى الآن.`,
    failed: 'انقطع البحث',
    day: 'الانتقال إلى يوم',
    go: 'انتقل'
  },
  echo: {
    about: 'يجيب Echo من تلقاء نفسه. لا يغادر هذا الجهاز شيءٌ مما تقوله له، ولا يوجد في نسخة احتياطية ولا مجموعة ولا جهاز آخر.',
    go: 'دع Echo يمضي',
    goSure: 'أتدع Echo يمضي؟ يمضي معه كل ما قيل.'
  },
  say: {
    goneMeanwhile: 'لم تعد هذه الرسالة موجودة',
    forwardTitle: 'إعادة توجيه هذه الرسالة',
    forwardHint: 'يرون هناك أنها أُعيد توجيهها، ولا يرون من قالها.',
    forwardTo: 'أين تُقال مرة أخرى',
    forwardFind: 'البحث عن محادثة',
    forwardChosen: chats =>
      count(chats, {
        zero: 'لم تُختر أي محادثة',
        one: 'اختيرت محادثة واحدة',
        two: 'اختيرت محادثتان',
        few: 'اختيرت # محادثات',
        many: 'اختيرت # محادثة',
        other: 'اختيرت # محادثة'
      }),
    forwardedTo: chats =>
      count(chats, {
        zero: 'لم يُعد توجيهها',
        one: 'أُعيد توجيهها إلى محادثة واحدة',
        two: 'أُعيد توجيهها إلى محادثتين',
        few: 'أُعيد توجيهها إلى # محادثات',
        many: 'أُعيد توجيهها إلى # محادثة',
        other: 'أُعيد توجيهها إلى # محادثة'
      }),
    pinsTitle: 'الرسائل المثبّتة',
    pinsNone: 'لم يعد هنا شيء مثبّت.',
    deleteTitle: 'أتريد حذف هذه الرسالة؟',
    deleteHint:
      'تختفي من Parley لدى الجميع حالما يبلغه ذلك، ويبقى سطر مكانها. لا شيء يسترد ما قرأه أحد أو نسخه أو حفظه في نسخة احتياطية من قبل.',
    deleteForAll: 'حذف لدى الجميع'
  },
  invite: {
    title: 'دعوة شخص',
    lead: 'من لديه هذا الرابط يستطيع أن يطلب التحدث معك. أعطه بطريقة تثق بها.',
    qr: 'الدعوة على شكل رمز QR',
    inBrowser: 'يُفتح في أي متصفح، من غير تثبيت أي شيء',
    inBrowserHere: 'يُفتح في متصفح على هذا الجهاز فقط',
    inParley: 'لمن ثبّت Parley',
    make: 'إنشاء رابط آخر',
    label: 'الغرض منه',
    labelHint: 'تراه أنت فقط',
    uses: 'كم شخصًا يستطيع استعماله',
    anyNumber: 'أي عدد',
    expires: 'صالح',
    forever: 'حتى تسحبه',
    hour: 'ساعة',
    day: 'يومًا',
    week: 'أسبوعًا',
    month: '30 يومًا',
    once: 'شخص واحد',
    create: 'إنشاء الرابط',
    earlier: 'الروابط التي أنشأتها',
    used: times =>
      count(times, {
        zero: 'لم يُستعمل',
        one: 'استُعمل مرة',
        two: 'استُعمل مرتين',
        few: 'استُعمل # مرات',
        many: 'استُعمل # مرة',
        other: 'استُعمل # مرة'
      }),
    left: uses =>
      count(uses, {
        zero: 'لم يبقَ استعمال',
        one: 'بقي استعمال واحد',
        two: 'بقي استعمالان',
        few: 'بقي # استعمالات',
        many: 'بقي # استعمالًا',
        other: 'بقي # استعمال'
      }),
    until: when => `حتى ${when}`,
    revoke: 'سحب',
    revoked: 'مسحوب',
    show: 'عرض',
    unnamed: 'بلا اسم'
  },
  add: {
    title: 'إضافة رابط',
    lead: 'دعوة من شخص أو إلى مجموعة: ألصقها، أو امسح رمز QR الخاص بها.',
    invitesYou: name => `${name} يدعوك`,
    invitesTo: name => `أنت مدعو إلى ${name}`,
    askLead: 'يمكنكما التحدث حالما يوافق. لا أحد بينكما يستطيع قراءة ما تقول.',
    joinLead: 'تدخل حالما يُدخلك أحد هناك.',
    link: 'الرابط',
    message: 'الرسالة الأولى',
    ask: 'طلب',
    scan: 'المسح بالكاميرا',
    stopScan: 'إيقاف الكاميرا',
    fromImage: 'القراءة من صورة',
    noCode: 'لم يُعثر على رمز QR في هذه الصورة.',
    noCamera: 'لا يمكن استعمال الكاميرا هنا.',
    camera: 'ما تراه الكاميرا',
    asked: name => `طُلب من ${name}`,
    added: name => `${name} الآن من جهات اتصالك`,
    joining: name => `طلبتَ الدخول إلى ${name}`,
    joiningApprove: name => `طلبتَ الدخول إلى ${name}؛ يجب أن يوافق أحد هناك`,
    deviceLink: 'هذا يربط جهازًا بحسابك. تابع من الإعدادات، الأجهزة.'
  },
  group: {
    newTitle: 'مجموعة جديدة',
    name: 'اسم المجموعة',
    choose: 'من فيها',
    noContacts: 'ليست لديك جهات اتصال بعد: ادعُ أحدًا أولًا.',
    create: 'إنشاء',
    members: 'الأعضاء',
    roleOf: name => `دور ${name}`,
    roles: { owner: 'مالك', admin: 'مشرف', member: 'عضو' },
    coming: 'يجري إدخاله',
    addMember: 'إضافة جهة اتصال',
    removeMember: name => `إزالة ${name}`,
    removeSure: name => `إزالة ${name} من المجموعة؟ لن يقرأ شيئًا مما يُقال بعد ذلك.`,
    rename: 'تغيير الاسم',
    links: 'الروابط',
    linkLead: 'من لديه رابط يستطيع أن يطلب الدخول، حتى وأنت غائب.',
    approve: 'يجب أن يوافق أحد',
    makeLink: 'إنشاء رابط',
    open: 'مفتوح',
    closed: 'مغلق',
    needsYes: 'يحتاج إلى موافقة',
    requests: 'يطلبون الدخول',
    letIn: 'إدخال',
    refuse: 'رفض',
    share: 'ما يمكنهم قراءته مما سبق',
    shareNothing: 'لا شيء',
    shareNewest: 'أحدث 100 رسالة',
    shareWeek: 'آخر 7 أيام',
    shareMonth: 'آخر 30 يومًا',
    shareMost: 'كل ما تمكن مشاركته',
    keeps: 'تُحفظ الرسائل',
    keepsForever: 'بلا نهاية',
    keepsDays: days => count(days, { zero: 'لا تُحفظ', one: 'يومًا واحدًا', two: 'يومين', few: '# أيام', many: '# يومًا', other: '# يوم' }),
    keepsHint: 'لجميع الأعضاء. ما هو أقدم يُحذف هنا وعند كل من يتبع.',
    relays: 'مُرحِّلات المجموعة',
    relaysLead: 'تحفظ ما يُقال للأعضاء الغائبين. يمكن اختيار مُرحِّلاتك.',
    noRelays: 'لا شيء: لا تتغير المجموعة إلا بحضور جميع أعضائها.',
    leave: 'مغادرة المجموعة',
    openLinks: (name, links) => `يستطيع ${name} أن يطلب الدخول من جديد بروابط المجموعة المفتوحة: ${links}`,
    leaveSure: 'مغادرة المجموعة؟ يُخبَر الآخرون، ولا يصلك منها شيء بعد ذلك.'
  },
  person: {
    safety: 'رقم الأمان',
    safetyLead: name => `قارن هذه الأرقام بما يراه ${name}، وجهًا لوجه أو في مكالمة. إن تطابقت فلا أحد بينكما.`,
    same: 'الأرقام متطابقة',
    notSame: 'التراجع عن التوثيق',
    devices: 'الأجهزة',
    ping: 'قياس الذهاب والإياب',
    pingNone: 'لم يجب أحد',
    muteHint: 'لا عدّاد ولا تنبيه للجديد هنا، على كل أجهزتك.',
    block: 'حظر',
    unblock: 'إلغاء الحظر',
    blockSure: name => `حظر ${name}؟ لا يُقبل منه شيء حتى ترفع الحظر.`,
    account: 'الحساب'
  }
}
