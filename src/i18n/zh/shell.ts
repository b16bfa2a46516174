/** Chinese words around the steps: the rail, the footer, buttons that return everywhere, errors' frame, the keyboard. */
import { formats } from '../formats.ts';
import type { SameShape } from '../sentences.ts';
import type { shell as en } from '../en/shell.ts';

const { duration, number } = formats('zh');

export const shell: SameShape<typeof en> = {
  tagline: '把医学数据集切薄，直接在本机上训练。',
  skip: '跳到正文',
  steps: '步骤',
  switchLanguage: 'English',
  switchLanguageLabel: 'Switch to English',
  theme: '配色',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  keyboard: '键盘操作',
  close: '关闭',
  cancel: '取消',
  copyDetails: '复制详情',
  copied: '已复制',
  undo: '撤销上一次修改',
  options: '选项',
  show: (step) => `展开“${step}”`,
  fold: (step) => `收起“${step}”`,
  stepStates: {
    waiting: '等待中',
    open: '待完成',
    running: '进行中',
    done: '已完成',
    stale: '需要重做',
    failed: '需要处理',
  },
  bug: {
    what: 'Microtome 自身出错了',
    reason: (message) => `错误信息：${message}`,
    remedy: '您的数据没有受影响。请重试；如果仍然出错，请复制详情并反馈。',
  },
  file: '文件',
  rate: (perSecond, unit) => `每秒 ${number(perSecond)} ${unit}`,
  left: (seconds) => `还需 ${duration(seconds)}`,
  doneOf: (done, total) => `${number(done)} / ${number(total)}`,
  footer: {
    label: '本机',
    backend: (name, device) => `计算后端：${name}（${device}）`,
    noBackend: '开始训练时选择计算后端',
    why: '原因',
    storage: (used, quota) => `已用 ${used}，上限 ${quota}`,
    sent: '已发送 0 字节',
    forget: '清除全部记录…',
  },
  backends: { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly', cpu: '纯 JavaScript' },
  passedOver: {
    'not-available': '这里没有',
    'software-gpu': '由处理器模拟，比 WebAssembly 慢',
    'wrong-gradients': '梯度与参考值不符',
    slower: '短时试训中较慢',
    failed: '自检未通过',
    'not-asked-for': '指定了其他后端',
  },
  chosenBecause: (name, perSecond) =>
    `${name} 是通过自检的后端中最快的${perSecond === null ? '' : `：短时试训（28 px）每秒 ${number(perSecond)} 张图像`}。`,
  triedBefore: (name, reason, detail) =>
    detail === '' ? `${name}：${reason}。` : `${name}：${reason}（${detail}）。`,
  forget: {
    title: '清除全部记录？',
    body: '将从本浏览器删除所有切好的图像、运行记录、训练好的权重和记住的文件夹。您自己的文件不受影响。此操作无法撤销。',
    confirm: '全部清除',
  },
  drop: '松开即可打开',
  keys: {
    title: '键盘操作',
    tab: '依次移动到下一个控件',
    enter: '执行当前步骤的主按钮',
    arrows: '在图片、矩阵单元格和选项之间移动',
    question: '显示或隐藏本说明',
    escape: '关闭当前弹出的内容',
    letters: '跳到某一步',
    names: {
      tab: 'Tab',
      enter: 'Enter',
      arrows: '方向键',
      question: '?',
      escape: 'Esc',
      letters: '1 – 7',
    },
  },
  announce: {
    progress: (step, percent) => `${step}：${percent}`,
    done: (step, sentence) => `${step}已完成。${sentence}`,
    failed: (step, what) => `${step}：${what}`,
  },
};
